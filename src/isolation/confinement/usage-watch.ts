import type { Cgroup } from "./cgroup.js";
import { type TreeUsage, treeUsage } from "./process-tree.js";

const INTERVAL_MS = 50;

export interface UsageWatchOptions {
  /** The first process of the run, leader of its group. */
  readonly pid: number;
  /** Counts processor time, and holds the memory limit by itself. */
  readonly cgroup: Cgroup | undefined;
  /** Processor time until {@link UsageWatch.countFrom} is called. */
  readonly cpuSeconds: number;
  readonly memoryMb: number;
  readonly onExceeded: () => void;
}

export interface UsageWatch {
  readonly exceeded: "memory" | "cpu" | undefined;
  /** Begins to count processor time anew, with a limit of its own; later calls change nothing. */
  countFrom(cpuSeconds: number): void;
  stop(): void;
}

/**
 * Looks now and then at what a run uses: its processor time, which no limit of the kernel's counts for a group of processes,
 * and its memory where there is no cgroup to hold it.
 */
export function watchUsage(options: UsageWatchOptions): UsageWatch {
  const { cpuSeconds, memoryMb, onExceeded } = options;
  let exceeded: UsageWatch["exceeded"];
  let mostCpu = cpuSeconds;
  let counting = false;
  const look = (): void => {
    const { cpuSeconds: used, memory } = usage(options);
    if (used > mostCpu) exceeded = "cpu";
    else if (memory > memoryMb * 1024 * 1024) exceeded = "memory";
    if (exceeded === undefined) return;
    clearInterval(timer);
    onExceeded();
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    get exceeded() {
      return exceeded;
    },
    countFrom(ownSeconds) {
      if (counting) return;
      counting = true;
      mostCpu = usage(options).cpuSeconds + ownSeconds;
    },
    stop: () => clearInterval(timer),
  };
}

function usage({ pid, cgroup }: UsageWatchOptions): TreeUsage {
  if (cgroup === undefined) return treeUsage(pid);
  return { cpuSeconds: cgroup.cpuSeconds() ?? 0, memory: 0 };
}
