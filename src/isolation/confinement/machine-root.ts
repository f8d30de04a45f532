import { readFileSync } from "node:fs";

/** Whether this process may do what only root may: also in a container it can look like root, and be nobody outside of it. */
export function isMachineRoot(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    // The first name space of users has all of them, each as itself.
    return /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "latin1"));
  } catch {
    return true;
  }
}
