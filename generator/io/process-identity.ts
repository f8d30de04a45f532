import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Tells one thread of one process from every other, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly thread: number;
  /** When it started, in the system's ticks; empty where the system does not say. */
  readonly started: string;
  readonly host: string;
  /**
   * The boot of the machine and the name space that `pid` belongs to; empty where the system does not say.
   */
  readonly boot: string;
  readonly namespace: string;
}

/** Who is alive. */
export interface Processes {
  readonly self: ProcessIdentity;
  /** True only when whoever that is has certainly ended the synchronous work that it was doing. */
  isGone(identity: ProcessIdentity): boolean;
}

function readOr(instead: string, read: () => string): string {
  try {
    return read().trim();
  } catch {
    return instead;
  }
}

/** State and start time from `/proc`; undefined where there is no `/proc` or no such process in it. */
function processStatus(pid: number): { state: string; started: string } | undefined {
  const text = readOr("", () => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return text === "" || state === undefined || started === undefined ? undefined : { state, started };
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is alive and somebody else's.
    return (error as { code?: unknown }).code !== "ESRCH";
  }
}

function identifySelf(): ProcessIdentity {
  return {
    pid: process.pid,
    // Loading it for every run would take longer than a run in which nothing has changed.
    thread: process.getBuiltinModule("node:worker_threads").threadId,
    started: processStatus(process.pid)?.started ?? "",
    host: hostname(),
    boot: readOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "latin1")),
    namespace: readOr("", () => readlinkSync("/proc/self/ns/pid")),
  };
}

/** The processes of this machine. */
export const systemProcesses: Processes = {
  /** Most runs need no lock: so this is found out when it is asked for. */
  get self() {
    return identifySelf();
  },
  isGone(other) {
    const self = identifySelf();
    // A process on another machine, or in another container, cannot be asked.
    if (other.host !== self.host) return false;
    if (other.boot !== self.boot) return other.boot !== "" && self.boot !== "";
    if (other.namespace !== self.namespace) return false;
    // We are not doing it while we ask.
    if (other.pid === self.pid && other.started === self.started && other.thread === self.thread) return true;
    if (!answersSignals(other.pid)) return true;
    const status = processStatus(other.pid);
    if (status === undefined || other.started === "") return false;
    return status.started !== other.started || status.state === "Z" || status.state === "X";
  },
};
