import { hashText } from "./content-hash.js";
import { ownedFilesName } from "./output-paths.js";
import type { DiskEntry, OutputState } from "./output-state.js";
import { renderOwnedFiles } from "./owned-files.js";

/** What becomes of a file; `hand-edited` files are restored. */
export type ChangeStatus = "created" | "changed" | "hand-edited" | "removed";

/** One file that is not as the manifest wants it. */
export interface FileChange {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly status: ChangeStatus;
  /** Why, in words. */
  readonly reason: string;
}

/** One step on disk: the hash of the text before and after; null where there is no file. */
export interface ChangeStep {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Something in the way that provc did not write. */
export interface OutputConflict {
  readonly path: string;
  readonly problem: string;
}

/** What has to happen to bring an output folder up to date. */
export interface ChangePlan {
  /** What the user should know, sorted by path. */
  readonly changes: readonly FileChange[];
  /** How many files are as they should be. */
  readonly unchanged: number;
  /** Not empty: nothing may be written. */
  readonly conflicts: readonly OutputConflict[];
  /** Files that are no longer generated but were replaced by hand; they stay. */
  readonly kept: readonly string[];
  /** In the order in which they are carried out; empty when the folder is up to date. */
  readonly steps: readonly ChangeStep[];
  /** The text of `.files.json`, and its hash. Where there are no steps, nobody needs the text. */
  readonly ownedFiles: string;
  readonly list: string;
}

const outOfDate = "the manifest, a schema or provc has changed since it was generated";
const names = {
  file: "a file",
  folder: "a folder",
  symlink: "a symbolic link",
  other: "no regular file",
} as const;

const byPath = (a: { path: string }, b: { path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

/**
 * Compares what should be in the output folder (path → hash) with what is there. Pure.
 *
 * A file that stands where output belongs is provc's if `.files.json` lists it or if it starts with the
 * banner; any other is a conflict. Only listed files are removed, and not those that somebody replaced by a
 * file of their own.
 */
export function planChanges(
  wanted: ReadonlyMap<string, string>,
  state: OutputState,
  comment: string,
): ChangePlan {
  const changes: FileChange[] = [];
  const conflicts = new Map<string, OutputConflict>();
  const kept: string[] = [];
  const steps: ChangeStep[] = [];
  let unchanged = 0;

  const change = (path: string, status: ChangeStatus, reason: string, before: string | null): void => {
    changes.push({ path, status, reason });
    steps.push({ path, before, after: wanted.get(path) ?? null });
  };
  const block = (entry: DiskEntry & { kind: "obstacle" }): void => {
    conflicts.set(entry.at, { path: entry.at, problem: `is ${names[entry.what]}` });
  };

  for (const [path, hash] of wanted) {
    const entry = state.entries.get(path);
    const listed = state.owned?.get(path);
    if (entry === undefined) {
      change(path, "created", listed === undefined ? "not generated yet" : "deleted by hand", null);
    } else if (entry.kind === "obstacle") {
      block(entry);
    } else if (entry.hash === hash) {
      unchanged += 1;
    } else if (listed === undefined && !entry.banner) {
      conflicts.set(path, { path, problem: "was not written by provc" });
    } else if (listed === undefined) {
      change(path, "changed", `generated earlier, but not listed in ${ownedFilesName}`, entry.hash);
    } else if (entry.hash === listed) {
      change(path, "changed", outOfDate, entry.hash);
    } else {
      const also = listed === hash ? "" : `, and ${outOfDate}`;
      change(path, "hand-edited", `edited by hand${also}`, entry.hash);
    }
  }

  for (const [path, listed] of state.owned ?? []) {
    const entry = state.entries.get(path);
    if (wanted.has(path) || entry === undefined) continue;
    if (entry.kind === "obstacle") continue;
    if (entry.hash === listed) change(path, "removed", "no longer generated", entry.hash);
    else if (entry.banner) change(path, "removed", "no longer generated (it was edited by hand)", entry.hash);
    else kept.push(path);
  }

  changes.sort(byPath);
  const order = (step: ChangeStep): number => (step.before === null ? 0 : step.after === null ? 2 : 1);
  steps.sort((a, b) => order(a) - order(b) || byPath(a, b));

  const ownedFiles = renderOwnedFiles(wanted, comment);
  const list = hashText(ownedFiles);
  const stale = planOwnedFiles(state, list);
  if (stale !== undefined && "at" in stale) block(stale);
  else if (stale !== undefined) {
    steps.push({ path: ownedFilesName, before: stale.before, after: list });
    // Where other files change, the list does too: that is no news.
    if (changes.length === 0) changes.push(stale.change);
  }
  return {
    changes,
    unchanged,
    conflicts: [...conflicts.values()].sort(byPath),
    kept: kept.sort(),
    steps,
    ownedFiles,
    list,
  };
}

/** The plan for a folder of which it is known that everything is as wanted; `list` is the hash of `.files.json`. */
export function nothingToChange(count: number, list: string): ChangePlan {
  return { changes: [], unchanged: count, conflicts: [], kept: [], steps: [], ownedFiles: "", list };
}

function planOwnedFiles(
  state: OutputState,
  hash: string,
): { change: FileChange; before: string | null } | (DiskEntry & { kind: "obstacle" }) | undefined {
  const entry = state.ownedFile;
  const path = ownedFilesName;
  if (entry === undefined) {
    return {
      change: { path, status: "created", reason: "the list of generated files is missing" },
      before: null,
    };
  }
  if (entry.kind === "obstacle") return entry;
  if (entry.hash === hash) return undefined;
  const reason =
    state.owned === undefined
      ? "the list of generated files is damaged"
      : "the list of generated files does not match them";
  return { change: { path, status: "changed", reason }, before: entry.hash };
}
