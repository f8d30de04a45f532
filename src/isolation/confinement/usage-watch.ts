import { readdirSync, readFileSync } from "node:fs";
import type { Cgroup } from "./cgroup.js";

const INTERVAL_MS = 50;
const PAGE_BYTES = 4096;

export interface UsageWatchOptions {
  /** Leader of the process group. */
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
  const { pid, cgroup, cpuSeconds, memoryMb, onExceeded } = options;
  let exceeded: UsageWatch["exceeded"];
  let mostCpu = cpuSeconds;
  let counting = false;
  const look = (): void => {
    if ((cgroup?.cpuSeconds() ?? 0) > mostCpu) exceeded = "cpu";
    else if (cgroup === undefined && groupMemory(pid) > memoryMb * 1024 * 1024) exceeded = "memory";
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
      mostCpu = (cgroup?.cpuSeconds() ?? 0) + ownSeconds;
    },
    stop: () => clearInterval(timer),
  };
}

/** Bytes in memory of all processes of a group. */
function groupMemory(groupId: number): number {
  let sum = 0;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "latin1");
      const [, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (group !== String(groupId)) continue;
      sum += Number(readFileSync(`/proc/${entry}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum;
}
