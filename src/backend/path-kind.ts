import { statSync } from "node:fs";

/** What stands at a path: `other` is a device, a pipe or a socket; undefined when there is nothing that can be seen. */
export function pathKind(path: string): "file" | "folder" | "other" | undefined {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return "folder";
    return stats.isFile() ? "file" : "other";
  } catch {
    return undefined;
  }
}
