import { mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readCgroupLayout } from "../../../../src/isolation/confinement/cgroup-layout.js";

/** Control groups that a server is started in: whatever it starts is in them, wherever it goes, and nothing of others is. */
export interface ServerGroup {
  /** A process that writes `0` to each of them joins. */
  readonly joinFiles: readonly string[];
  /** Every process that is in it, or in a group below it. */
  processes(): readonly number[];
  /** The groups below it. */
  groups(): readonly string[];
  /** Ends what is in it, and removes it. */
  remove(): Promise<void>;
}

/** Makes one; of version 1, where every controller has a tree of its own. */
export function makeServerGroup(name: string): ServerGroup {
  const layout = readCgroupLayout();
  if (layout?.version !== 1) throw new Error("this suite needs cgroups of version 1");
  const folders = [...new Set(layout.folders.values())].map((parent) => join(parent, name));
  for (const folder of folders) mkdirSync(folder);
  const below = (): readonly string[] =>
    folders.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(folder, entry.name)),
    );
  const processes = (): readonly number[] => {
    const lists = [...folders, ...below()].map((folder) => readOr(join(folder, "cgroup.procs")));
    return [...new Set(lists.flatMap((list) => list.split("\n")).filter(Boolean))].map(Number);
  };
  return {
    joinFiles: folders.map((folder) => join(folder, "cgroup.procs")),
    processes,
    groups: below,
    async remove() {
      for (let tries = 0; tries < 200 && processes().length > 0; tries++) {
        for (const pid of processes()) {
          try {
            process.kill(pid, "SIGKILL");
          } catch {
            // It has ended meanwhile.
          }
        }
        await delay(25);
      }
      for (const folder of [...below(), ...folders]) rmdirSync(folder);
    },
  };
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
