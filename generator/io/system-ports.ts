import { nodeFileSystem } from "./node-file-system.js";
import type { OutputPorts } from "./output-lock.js";
import { systemProcesses } from "./process-identity.js";

/** Long enough for a run that writes many thousand files; a lock is held while writing only. */
const defaultLockWait = 20_000;

/** The disk and the processes of this machine. */
export function systemPorts(lockWait: number = defaultLockWait): OutputPorts {
  return { fileSystem: nodeFileSystem, processes: systemProcesses, lockWait };
}
