import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCgroupLayout } from "../../../src/isolation/confinement/cgroup-layout.js";

/** What is left of runs of a state folder: files, cgroups, and processes that have the folder in their command or as their place. */
export function leftovers(stateFolder: string): readonly string[] {
  const files = namesIn(join(stateFolder, "runs"));
  const folders = new Set(readCgroupLayout()?.folders.values() ?? []);
  const groups = [...folders].flatMap((folder) =>
    namesIn(folder).filter((name) => name.startsWith("provc-")),
  );
  return [...files, ...ownGroups(groups, files), ...processes(stateFolder)];
}

/** Other tests run at the same time: of their groups nothing is known here. */
function ownGroups(groups: readonly string[], files: readonly string[]): readonly string[] {
  return groups.filter((group) => files.includes(`${group.slice("provc-".length)}.json`));
}

function processes(text: string): readonly string[] {
  return namesIn("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false;
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text) ||
        readFileSync(`/proc/${pid}/environ`, "utf8").includes(text)
      );
    } catch {
      return false;
    }
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
