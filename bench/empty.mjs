// An empty process, the yardstick for whole commands.
