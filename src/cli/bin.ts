#!/usr/bin/env node
import type { CliContext } from "./context.js";
import { main, reportFailure } from "./main.js";

const context: CliContext = {
  cwd: process.cwd(),
  env: process.env,
  // Opened when a command reads it.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  exitCode: 0,
};

// A reader that went away (`provc list | head -1`) is no error: the command ends its work, unheard.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

// What a user's module throws after it was loaded ends the run as a failed command does.
process.on("uncaughtException", (error) => {
  process.exit(reportFailure(error, context));
});

const status = await main(process.argv.slice(2), context);
// Modules of the user's project may hold timers or sockets open; the command is over, so end here, with everything written.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write("", done))),
);
process.exit(status);
