import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Enough of a process to tell later, from another one, whether it is still the same and alive. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** The boot of the machine, the name space of `pid`, and when the process started; empty where they cannot be read. */
  readonly boot: string;
  readonly namespace: string;
  readonly started: string;
}

/** What is the same for all processes that are seen from this one, and stays so. */
let surroundings: Pick<ProcessIdentity, "boot" | "namespace"> | undefined;

let ownStart: string | undefined;

/** This process. */
export function currentProcess(): ProcessIdentity {
  ownStart ??= startTime(process.pid);
  return { ...surroundingsOf(process.pid), started: ownStart };
}

/** A process of this machine, seen from this one. */
export function identifyProcess(pid: number): ProcessIdentity {
  return { ...surroundingsOf(pid), started: startTime(pid) };
}

function surroundingsOf(pid: number): Omit<ProcessIdentity, "started"> {
  surroundings ??= {
    boot: readOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()),
    namespace: readOr("", () => readlinkSync("/proc/self/ns/pid")),
  };
  return { host: hostname(), pid, ...surroundings };
}

/**
 * Whether a process may still be alive. When in doubt it is: processes of another host, or of a container with process
 * ids of its own, cannot be seen from here.
 */
export function mayBeAlive(recorded: ProcessIdentity): boolean {
  const self = currentProcess();
  if (recorded.host !== self.host) return true;
  if (recorded.boot !== self.boot) return recorded.boot === "" || self.boot === "";
  if (recorded.namespace !== self.namespace) return true;
  try {
    process.kill(recorded.pid, 0);
  } catch (error) {
    // No permission to signal it means that it is there.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  // Another process may have its number by now.
  return startTime(recorded.pid) === recorded.started;
}

/** Field 22 of `/proc/<pid>/stat`: clock ticks from boot to the start of the process. */
function startTime(pid: number): string {
  const stat = readOr("", () => readFileSync(`/proc/${pid}/stat`, "latin1"));
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie has ended; it only waits for its parent to take note.
  return state === "Z" ? "ended" : (fields[18] ?? "");
}

function readOr(instead: string, read: () => string): string {
  try {
    return read();
  } catch {
    return instead;
  }
}
