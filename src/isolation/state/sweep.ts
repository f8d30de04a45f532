import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { mayBeAlive, type ProcessIdentity } from "../../process/process-identity.js";
import { findCgroup } from "../confinement/cgroup.js";
import { forgetRun, type RunRecord, recordedCgroups, recordedRuns } from "./run-record.js";
import type { StateFolder } from "./state-folder.js";

const END_WITHIN_MS = 10_000;
const POLL_MS = 5;

/** Removes what a backend's runs leave beside processes, cgroups and folders. */
export type ReleaseRun = (runId: string, folder: string) => Promise<void>;

export interface SweepOptions {
  /** The id of the backend whose runs are meant. */
  readonly backend: string;
  /** Runs of this process that are over, but could not be ended. */
  readonly abandoned: ReadonlySet<string>;
  readonly release: ReleaseRun;
  readonly onError: (error: Error) => void;
}

/**
 * Clears away the runs of a backend whose process has died without doing so, and those that this process could not end. What
 * cannot be removed stays recorded.
 */
export async function sweepRuns(state: StateFolder, options: SweepOptions): Promise<void> {
  const { backend, abandoned, release, onError } = options;
  for (const record of recordedRuns(state)) {
    if (record.backend !== backend) continue;
    if (!abandoned.has(record.runId) && mayBeAlive(record.owner)) continue;
    try {
      await clearRun(state, record, release);
    } catch (error) {
      onError(new Error(`cannot remove what is left of run ${record.runId}`, { cause: error }));
    }
  }
}

async function clearRun(state: StateFolder, record: RunRecord, release: ReleaseRun): Promise<void> {
  await endProcesses(record.processes);
  const cgroup = findCgroup(record.runId, recordedCgroups(record));
  await cgroup?.kill();
  await release(record.runId, join(state.runs, record.runId));
  await cgroup?.remove();
  forgetRun(state, record.runId);
}

/** Kills what is left of these process groups; rejects when their leaders will not end. */
async function endProcesses(leaders: readonly ProcessIdentity[]): Promise<void> {
  const deadline = performance.now() + END_WITHIN_MS;
  for (const leader of leaders) {
    while (mayBeAlive(leader)) {
      if (performance.now() > deadline) throw new Error(`process ${leader.pid} cannot be killed`);
      killGroup(leader.pid);
      await delay(POLL_MS);
    }
  }
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
