import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  currentProcess,
  identifyProcess,
  mayBeAlive,
  type ProcessIdentity,
} from "../../process/process-identity.js";
import { findCgroup } from "../confinement/cgroup.js";
import type { CgroupController, CgroupLayout } from "../confinement/cgroup-layout.js";
import { usableCgroups } from "../confinement/usable-cgroups.js";
import type { StateFolder } from "./state-folder.js";

/** What has to be known of a run to clear it away from another process. */
export interface RunRecord {
  readonly runId: string;
  /** The id of the backend. */
  readonly backend: string;
  /** Who started it. */
  readonly owner: ProcessIdentity;
  /** Leaders of its process groups. */
  readonly processes: readonly ProcessIdentity[];
  /** The groups that its own group was made in: a later process need not be in the same. */
  readonly cgroups?: {
    readonly version: 1 | 2;
    readonly folders: readonly (readonly [CgroupController, string])[];
  };
}

/** Where the groups of a recorded run are to be looked for. */
export function recordedCgroups({ cgroups }: RunRecord): CgroupLayout | undefined {
  return cgroups === undefined ? undefined : { version: cgroups.version, folders: new Map(cgroups.folders) };
}

/** A run that is written down before anything of it exists, and until nothing of it does. */
export class RecordedRun {
  readonly runId: string;
  readonly folder: string;
  readonly #file: string;
  #record: RunRecord;

  constructor(state: StateFolder, runId: string, backend: string) {
    this.runId = runId;
    this.folder = join(state.runs, runId);
    this.#file = recordFile(state, runId);
    const layout = usableCgroups();
    this.#record = {
      runId,
      backend,
      owner: currentProcess(),
      processes: [],
      ...(layout !== undefined && { cgroups: { version: layout.version, folders: [...layout.folders] } }),
    };
    this.#write();
    mkdirSync(this.folder, { mode: 0o700 });
  }

  get processes(): readonly ProcessIdentity[] {
    return this.#record.processes;
  }

  recordProcess(pid: number): void {
    this.#record = { ...this.#record, processes: [...this.#record.processes, identifyProcess(pid)] };
    this.#write();
  }

  /**
   * Removes what is written down of the run, and its folder. False when something of it lives on: it then stays written down, so
   * that it can be ended later.
   */
  remove(): boolean {
    if (livesOn(this.#record)) return false;
    removeRun(this.folder, this.#file);
    return true;
  }

  #write(): void {
    const next = `${this.#file}.new`;
    writeFileSync(next, JSON.stringify(this.#record), { mode: 0o600 });
    renameSync(next, this.#file);
  }
}

/** All runs that are written down; unreadable records are left out. */
export function recordedRuns(state: StateFolder): readonly RunRecord[] {
  return readdirSync(state.runs).flatMap((name) => {
    const runId = /^([A-Za-z0-9-]+)\.json$/.exec(name)?.[1];
    if (runId === undefined) return [];
    try {
      return [{ ...(JSON.parse(readFileSync(join(state.runs, name), "utf8")) as RunRecord), runId }];
    } catch {
      return [];
    }
  });
}

/** Whether a process of a run, or a group that processes could be in, is still there. */
function livesOn(record: RunRecord): boolean {
  return record.processes.some(mayBeAlive) || findCgroup(record.runId, recordedCgroups(record)) !== undefined;
}

/** Removes the files of a run, its record last. */
export function forgetRun(state: StateFolder, runId: string): void {
  removeRun(join(state.runs, runId), recordFile(state, runId));
}

function removeRun(folder: string, file: string): void {
  // Looking is quicker than having nothing removed.
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function recordFile(state: StateFolder, runId: string): string {
  return join(state.runs, `${runId}.json`);
}
