import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

export type CgroupController = "memory" | "pids" | "cpu" | "cpuacct";

/** Where groups for runs can be made: a folder per controller (version 1), or one for all (version 2). */
export interface CgroupLayout {
  readonly version: 1 | 2;
  /** Controller → the folder below which groups are made. */
  readonly folders: ReadonlyMap<CgroupController, string>;
  /** Version 2: the uppermost folder that is seen here. */
  readonly top?: string;
}

const CONTROLLERS: readonly CgroupController[] = ["memory", "pids", "cpu", "cpuacct"];

/** Reads which cgroups this process is in; undefined where there are none. Whether it can make groups there, shows by trying. */
export function readCgroupLayout(
  memberships: string = readOr("/proc/self/cgroup"),
  mounts: string = readOr("/proc/self/mountinfo"),
): CgroupLayout | undefined {
  const own = new Map<string, string>();
  for (const line of memberships.split("\n")) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path !== undefined) for (const name of (controllers ?? "").split(",")) own.set(name, path);
  }
  const folders = new Map<CgroupController, string>();
  let unified: { readonly path: string; readonly top: string } | undefined;
  for (const line of mounts.split("\n")) {
    const [before, after] = line.split(" - ");
    const [, , , root, mountPoint] = before?.split(" ") ?? [];
    const [type, , superOptions] = after?.split(" ") ?? [];
    if (root === undefined || mountPoint === undefined) continue;
    if (type === "cgroup2" && own.has(""))
      unified ??= { path: folderOf(mountPoint, root, own.get("") ?? "/"), top: mountPoint };
    if (type !== "cgroup") continue;
    const mounted = superOptions?.split(",") ?? [];
    for (const name of CONTROLLERS) {
      const path = own.get(name);
      if (path !== undefined && mounted.includes(name)) folders.set(name, folderOf(mountPoint, root, path));
    }
  }
  if (folders.has("memory")) return { version: 1, folders };
  if (unified === undefined) return undefined;
  return version2Layout(unified.path, unified.top);
}

/** All controllers in one folder. */
export function version2Layout(path: string, top: string): CgroupLayout {
  return { version: 2, folders: new Map(CONTROLLERS.map((name) => [name, path])), top };
}

/** A mount may show only a part of the tree, as in a container. */
function folderOf(mountPoint: string, root: string, path: string): string {
  const within = relative(root, path);
  return within.startsWith("..") ? mountPoint : join(mountPoint, within);
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
