import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a process and all that it has started use. */
export interface TreeUsage {
  /** Bytes of their own, and of the files that they have in memory only. */
  readonly memory: number;
  /** Processor time of those that live, and of those that they have waited for. */
  readonly cpuSeconds: number;
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly ticks: number;
}

/** Of the kernel's clock, in all that it tells programs. */
const TICKS_PER_SECOND = 100;
const BLOCK_BYTES = 512;

/** Looks at a process, its group, and all that have come from them. */
export function treeUsage(root: number): TreeUsage {
  const members = treeOf(root, processes());
  // Files in memory are there once, however many have them open.
  const files = new Map<string, number>();
  let memory = 0;
  let ticks = 0;
  for (const { pid, ticks: own } of members) {
    ticks += own;
    memory += anonymousBytes(pid);
    noteMemoryFiles(pid, files);
  }
  for (const bytes of files.values()) memory += bytes;
  return { memory, cpuSeconds: ticks / TICKS_PER_SECOND };
}

function treeOf(root: number, all: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const children = new Map<number, ProcessEntry[]>();
  for (const entry of all) {
    const siblings = children.get(entry.parent);
    if (siblings === undefined) children.set(entry.parent, [entry]);
    else siblings.push(entry);
  }
  const members = new Map<number, ProcessEntry>();
  const pending = all.filter(({ pid, group }) => pid === root || group === root);
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    if (members.has(entry.pid)) continue;
    members.set(entry.pid, entry);
    pending.push(...(children.get(entry.pid) ?? []));
  }
  return [...members.values()];
}

function processes(): readonly ProcessEntry[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const stat = textOf(`/proc/${name}/stat`);
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0, group = 0] = fields;
    // Own time in user and kernel mode, and that of children that have been waited for.
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return stat === "" ? [] : [{ pid: Number(name), parent, group, ticks }];
  });
}

function anonymousBytes(pid: number): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function noteMemoryFiles(pid: number, files: Map<string, number>): void {
  const folder = `/proc/${pid}/fd`;
  try {
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      if (!readlinkSync(file).startsWith("/memfd:")) continue;
      const { dev, ino, blocks } = statSync(file);
      files.set(`${dev}:${ino}`, blocks * BLOCK_BYTES);
    }
  } catch {
    // It has ended meanwhile, or lets nobody look.
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
