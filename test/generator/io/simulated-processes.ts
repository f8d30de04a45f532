import type { Processes, ProcessIdentity } from "../../../generator/io/process-identity.js";

/** Processes of one machine that a test starts and ends as it likes. */
export function simulatedMachine(): { start(): Processes & { end(): void } } {
  const alive = new Set<number>();
  let next = 1;
  return {
    start() {
      const pid = next++;
      alive.add(pid);
      const self: ProcessIdentity = { pid, thread: 0, started: "1", host: "here", boot: "1", namespace: "1" };
      return { self, isGone: (other) => !alive.has(other.pid), end: () => void alive.delete(pid) };
    },
  };
}
