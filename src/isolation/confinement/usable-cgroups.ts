import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeCgroup } from "./cgroup.js";
import {
  type CgroupController,
  type CgroupLayout,
  readCgroupLayout,
  version2Layout,
} from "./cgroup-layout.js";

const TRIAL = /^provc-trial-(\d+)-[0-9a-f]+$/;
const TRIAL_LIMITS = { memoryMb: 64, cpus: 1, processes: 64 };
const JOIN = 'for file; do echo 0 > "$file" || exit 1; done';
const WITHIN_MS = 5_000;

let known: { readonly layout: CgroupLayout | undefined } | undefined;

/** Where this process can make groups for runs; undefined where it can make none that limit memory. Found out once, by trying. */
export function usableCgroups(): CgroupLayout | undefined {
  known ??= { layout: findUsableCgroups(readCgroupLayout()) };
  return known.layout;
}

/** The first place from this process's own group upwards where a group can be made, limited, and joined by a process. */
export function findUsableCgroups(own: CgroupLayout | undefined): CgroupLayout | undefined {
  if (own === undefined) return undefined;
  return candidates(own).find((layout) => canBeUsed(layout));
}

/**
 * In version 2 a group with processes of its own can have no limited groups below it: those of runs are made beside it, or
 * further up, wherever this user may. In version 1 there is no such rule.
 */
function candidates(own: CgroupLayout): readonly CgroupLayout[] {
  const path = own.folders.get("memory");
  if (own.version === 1 || own.top === undefined || path === undefined) return [own];
  const places = [path];
  for (let place = path; place !== own.top && place !== dirname(place); ) {
    place = dirname(place);
    places.push(place);
  }
  return places.map((place) => version2Layout(place, own.top ?? place));
}

function canBeUsed(layout: CgroupLayout): boolean {
  for (const folder of new Set(layout.folders.values())) sweepTrials(folder);
  try {
    if (layout.version === 2) passOnControllers(layout.folders.get("memory") ?? "");
    const group = makeCgroup(
      `provc-trial-${process.pid}-${randomBytes(4).toString("hex")}`,
      TRIAL_LIMITS,
      layout,
    );
    try {
      const joined = spawnSync("/bin/sh", ["-c", JOIN, "sh", ...group.joinFiles], {
        stdio: "ignore",
        timeout: WITHIN_MS,
      });
      return joined.status === 0;
    } finally {
      for (const file of group.joinFiles) removeTrial(dirname(file));
    }
  } catch {
    return false;
  }
}

/** Lets groups below this one be limited. */
function passOnControllers(folder: string): void {
  const control = join(folder, "cgroup.subtree_control");
  const passedOn = new Set(readFileSync(control, "utf8").trim().split(" "));
  for (const controller of ["memory", "pids", "cpu"] satisfies CgroupController[]) {
    if (passedOn.has(controller)) continue;
    try {
      writeFileSync(control, `+${controller}`);
    } catch (error) {
      // Processor time is counted without it, too; only cores cannot be limited.
      if (controller !== "cpu") throw error;
    }
  }
}

/** Removes the groups of processes that have died while they were trying. */
function sweepTrials(folder: string): void {
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    // Then none can be made there either.
  }
  for (const name of names) {
    const pid = TRIAL.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeTrial(join(folder, name));
  }
}

function removeTrial(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is in nobody's way, and the next process tries again.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
