import { join } from "node:path";
import { mayBeAlive } from "../../process/process-identity.js";
import { findCgroup } from "../confinement/cgroup.js";
import { forgetRun, type RunRecord, recordedCgroups, recordedRuns } from "./run-record.js";
import type { StateFolder } from "./state-folder.js";

/** Removes what a backend's runs leave beside processes, cgroups and folders. */
export type ReleaseRun = (runId: string, folder: string) => Promise<void>;

/** Clears away the runs of a backend whose process has died without doing so. What cannot be removed stays recorded. */
export async function sweepRuns(
  state: StateFolder,
  backend: string,
  release: ReleaseRun,
  onError: (error: Error) => void,
): Promise<void> {
  for (const record of recordedRuns(state)) {
    if (record.backend !== backend || mayBeAlive(record.owner)) continue;
    try {
      await clearRun(state, record, release);
    } catch (error) {
      onError(new Error(`cannot remove what is left of run ${record.runId}`, { cause: error }));
    }
  }
}

async function clearRun(state: StateFolder, record: RunRecord, release: ReleaseRun): Promise<void> {
  for (const identity of record.processes) {
    if (mayBeAlive(identity)) killGroup(identity.pid);
  }
  const cgroup = findCgroup(record.runId, recordedCgroups(record));
  await cgroup?.kill();
  await release(record.runId, join(state.runs, record.runId));
  await cgroup?.remove();
  forgetRun(state, record.runId);
}

function killGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
}
