import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { RunLimits } from "../core/limits.js";
import type { CgroupController, CgroupLayout } from "./cgroup-layout.js";

const PERIOD_US = 100_000;
/** A quarter of what others have: when the processors are busy, whoever serves the runs comes first. */
const SHARES = 256;
const WEIGHT = 25;
const END_WITHIN_MS = 10_000;
const SHORTEST_POLL_MS = 1;
const LONGEST_POLL_MS = 10;

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

  /**
   * A process with one thread that writes `0` to each of them joins the group. Where a process may have several, the kernel first
   * waits 5 to 20 ms, until none is being started anywhere; version 2 has nothing else for groups that limit memory.
   */
  get joinFiles(): readonly string[] {
    return this.#all().map((folder) => join(folder, this.#version === 1 ? "tasks" : "cgroup.procs"));
  }

  apply({ memoryMb, cpus, processes }: CgroupLimits): void {
    const bytes = String(Math.floor(memoryMb * 1024 * 1024));
    const quota = String(Math.max(1_000, Math.round(cpus * PERIOD_US)));
    if (this.#version === 2) {
      this.#write("memory", "memory.max", bytes);
      this.#tryWrite("memory", "memory.swap.max", "0");
      // A run that has lost one of its processes is of no use.
      this.#tryWrite("memory", "memory.oom.group", "1");
      this.#write("pids", "pids.max", String(processes));
      this.#tryWrite("cpu", "cpu.max", `${quota} ${PERIOD_US}`);
      this.#tryWrite("cpu", "cpu.weight", String(WEIGHT));
      return;
    }
    this.#write("memory", "memory.limit_in_bytes", bytes);
    // Not there where the kernel does not account for swap.
    this.#tryWrite("memory", "memory.memsw.limit_in_bytes", bytes);
    this.#tryWrite("pids", "pids.max", String(processes));
    this.#tryWrite("cpu", "cpu.cfs_period_us", String(PERIOD_US));
    this.#tryWrite("cpu", "cpu.cfs_quota_us", quota);
    this.#tryWrite("cpu", "cpu.shares", String(SHARES));
  }

  /** Whether the kernel has killed a process of the group for its memory. */
  outOfMemory(): boolean {
    const text = this.#read("memory", this.#version === 2 ? "memory.events" : "memory.oom_control");
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0) > 0;
  }

  /** Whether the group has been refused a process or thread, for having too many. */
  outOfProcesses(): boolean {
    return Number(/^max (\d+)$/m.exec(this.#read("pids", "pids.events"))?.[1] ?? 0) > 0;
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
    for (let pause = SHORTEST_POLL_MS; ; pause = Math.min(2 * pause, LONGEST_POLL_MS)) {
      const members = this.#members();
      if (members.length === 0) return;
      // What forks faster than it is killed can fork no more.
      this.#tryWrite("pids", "pids.max", "0");
      for (const pid of members) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has ended meanwhile.
        }
      }
      if (performance.now() > deadline) throw new Error(`processes ${members.join(", ")} cannot be killed`);
      await delay(pause);
    }
  }

  /** Removes the group; there must be no process in it. */
  async remove(): Promise<void> {
    await Promise.all(this.#all().map((folder) => removeGroup(folder)));
  }

  /** Kills every process of the group, and removes it. */
  async end(): Promise<void> {
    // The kernel removes none that has processes; most have none any more.
    const removed = await Promise.all(this.#all().map((folder) => tryRemove(folder)));
    if (removed.every(Boolean)) return;
    await this.kill();
    await this.remove();
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

/**
 * Makes the folders of a group in the background: the kernel makes whoever wants a group wait while a process joins another one,
 * and all of this process would wait.
 */
export async function makeGroupFolders(name: string, layout: CgroupLayout): Promise<void> {
  const folders = [...new Set(layout.folders.values())].map((parent) => join(parent, name));
  // What cannot be made shows when the group is.
  await Promise.allSettled(folders.map((folder) => mkdir(folder)));
}

/**
 * Makes a group below those of a layout, with its limits.
 *
 * @throws Error when it cannot be made, or cannot limit memory; then nothing of it is left.
 */
export function makeCgroup(name: string, limits: CgroupLimits, layout: CgroupLayout): Cgroup {
  const made = new Map<CgroupController, string>();
  for (const [controller, parent] of layout.folders) {
    const folder = join(parent, name);
    try {
      mkdirSync(folder, { recursive: true });
      made.set(controller, folder);
    } catch {
      // Without this controller, then.
    }
  }
  try {
    if (!made.has("memory")) throw new Error("no memory controller");
    const group = new Cgroup(layout.version, made);
    group.apply(limits);
    return group;
  } catch (error) {
    for (const folder of new Set(made.values())) tryRemoveAtOnce(folder);
    throw error;
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

/** The name of a run's group. */
export function groupName(runId: string): string {
  return `provc-${runId}`;
}

async function removeGroup(folder: string): Promise<void> {
  const deadline = performance.now() + END_WITHIN_MS;
  let pause = SHORTEST_POLL_MS;
  while (existsSync(folder) && !(await tryRemove(folder))) {
    // The last process may still be on its way out.
    if (performance.now() > deadline) throw new Error(`cgroup ${folder} cannot be removed`);
    await delay(pause);
    pause = Math.min(2 * pause, LONGEST_POLL_MS);
  }
}

async function tryRemove(folder: string): Promise<boolean> {
  return await rmdir(folder).then(
    () => true,
    () => false,
  );
}

function tryRemoveAtOnce(folder: string): boolean {
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
