import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { RunLimits } from "../core/limits.js";
import { type CgroupController, type CgroupLayout, readCgroupLayout } from "./cgroup-layout.js";

const PERIOD_US = 100_000;
const END_WITHIN_MS = 10_000;
const POLL_MS = 10;

/** What a cgroup is asked to hold. */
export type CgroupLimits = Pick<RunLimits, "memoryMb" | "cpus" | "processes">;

/** A control group that everything of one run is in: it limits, it counts, and it finds every process. */
export class Cgroup {
  readonly #version: 1 | 2;
  /** Controller → the folder of the group; the same one for all in version 2. */
  readonly #folders: ReadonlyMap<CgroupController, string>;

  constructor(version: 1 | 2, folders: ReadonlyMap<CgroupController, string>) {
    this.#version = version;
    this.#folders = folders;
  }

  /** A process that writes `0` to each of them joins the group. */
  get joinFiles(): readonly string[] {
    return this.#all().map((folder) => join(folder, "cgroup.procs"));
  }

  apply({ memoryMb, cpus, processes }: CgroupLimits): void {
    const bytes = String(Math.floor(memoryMb * 1024 * 1024));
    const quota = String(Math.max(1_000, Math.round(cpus * PERIOD_US)));
    if (this.#version === 2) {
      this.#write("memory", "memory.max", bytes);
      this.#tryWrite("memory", "memory.swap.max", "0");
      this.#write("pids", "pids.max", String(processes));
      this.#tryWrite("cpu", "cpu.max", `${quota} ${PERIOD_US}`);
      return;
    }
    this.#write("memory", "memory.limit_in_bytes", bytes);
    // Not there where the kernel does not account for swap.
    this.#tryWrite("memory", "memory.memsw.limit_in_bytes", bytes);
    this.#tryWrite("pids", "pids.max", String(processes));
    this.#tryWrite("cpu", "cpu.cfs_period_us", String(PERIOD_US));
    this.#tryWrite("cpu", "cpu.cfs_quota_us", quota);
  }

  /** Whether the kernel has killed a process of the group for its memory. */
  outOfMemory(): boolean {
    const text = this.#read("memory", this.#version === 2 ? "memory.events" : "memory.oom_control");
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0) > 0;
  }

  /** Processor time of all its processes, also of those that have ended; undefined where nobody counts. */
  cpuSeconds(): number | undefined {
    if (this.#version === 2) {
      const used = /^usage_usec (\d+)$/m.exec(this.#read("cpu", "cpu.stat"))?.[1];
      return used === undefined ? undefined : Number(used) / 1e6;
    }
    const used = this.#read("cpuacct", "cpuacct.usage").trim();
    return used === "" ? undefined : Number(used) / 1e9;
  }

  /** Kills every process of the group; resolves when none is left. */
  async kill(): Promise<void> {
    const deadline = performance.now() + END_WITHIN_MS;
    // What forks faster than it is killed can fork no more.
    this.#tryWrite("pids", "pids.max", "0");
    for (;;) {
      const members = this.#members();
      if (members.length === 0) return;
      for (const pid of members) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended meanwhile.
        }
      }
      if (performance.now() > deadline) throw new Error(`processes ${members.join(", ")} cannot be killed`);
      await delay(POLL_MS);
    }
  }

  /** Removes the group; there must be no process in it. */
  async remove(): Promise<void> {
    for (const folder of this.#all()) await removeGroup(folder);
  }

  #all(): readonly string[] {
    return [...new Set(this.#folders.values())];
  }

  #members(): readonly number[] {
    const pids = this.#all().flatMap((folder) => textOf(join(folder, "cgroup.procs")).split("\n"));
    return [...new Set(pids)].filter((line) => line !== "" && line !== "0").map(Number);
  }

  #read(controller: CgroupController, file: string): string {
    const folder = this.#folders.get(controller);
    return folder === undefined ? "" : textOf(join(folder, file));
  }

  #write(controller: CgroupController, file: string, value: string): void {
    const folder = this.#folders.get(controller);
    if (folder !== undefined) writeFileSync(join(folder, file), value);
  }

  #tryWrite(controller: CgroupController, file: string, value: string): void {
    try {
      this.#write(controller, file, value);
    } catch {
      // This kernel has no such limit; the others hold.
    }
  }
}

/** Makes the group of a run; undefined where this process may make none, or none that limits memory. */
export function createCgroup(runId: string, limits: CgroupLimits): Cgroup | undefined {
  const layout = readCgroupLayout();
  if (layout === undefined) return undefined;
  const made = new Map<CgroupController, string>();
  for (const [controller, parent] of layout.folders) {
    const folder = join(parent, groupName(runId));
    try {
      if (layout.version === 2) delegate(parent);
      mkdirSync(folder, { recursive: true });
      made.set(controller, folder);
    } catch {
      // Without this controller, then.
    }
  }
  const group = new Cgroup(layout.version, made);
  try {
    if (!made.has("memory")) throw new Error("no memory controller");
    group.apply(limits);
    return group;
  } catch {
    for (const folder of new Set(made.values())) tryRemove(folder);
    return undefined;
  }
}

/** The group of a run that another process has made; undefined when there is none. */
export function findCgroup(runId: string, layout: CgroupLayout | undefined): Cgroup | undefined {
  if (layout === undefined) return undefined;
  const folders = [...layout.folders].flatMap(([controller, parent]) => {
    const folder = join(parent, groupName(runId));
    return existsSync(folder) ? [[controller, folder] as const] : [];
  });
  return folders.length === 0 ? undefined : new Cgroup(layout.version, new Map(folders));
}

function groupName(runId: string): string {
  return `provc-${runId}`;
}

/** In version 2 a group's controllers must be passed on to the groups below it. */
function delegate(parent: string): void {
  writeFileSync(join(parent, "cgroup.subtree_control"), "+memory +pids +cpu");
}

async function removeGroup(folder: string): Promise<void> {
  const deadline = performance.now() + END_WITHIN_MS;
  while (existsSync(folder) && !tryRemove(folder)) {
    // The last process may still be on its way out.
    if (performance.now() > deadline) throw new Error(`cgroup ${folder} cannot be removed`);
    await delay(POLL_MS);
  }
}

function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
