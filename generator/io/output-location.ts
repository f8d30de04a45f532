import { basename, dirname, join, relative } from "node:path";
import type { FileSystem } from "./file-system.js";
import { OutputError } from "./output-error.js";

/**
 * Throws an `OutputError` when output cannot live in `folder`: a file stands there, or a symbolic link leads
 * elsewhere. Generated files import the project's modules by relative paths, which are resolved from where
 * the files really are. Both paths are absolute.
 */
export function checkOutputLocation(fileSystem: FileSystem, manifestFolder: string, folder: string): void {
  const realProject = realPathOf(fileSystem, manifestFolder);
  const realFolder = realPathOf(fileSystem, folder);
  if (
    realProject === undefined ||
    realFolder === undefined ||
    relative(realProject, realFolder) !== relative(manifestFolder, folder)
  ) {
    throw new OutputError(
      "output-folder",
      folder,
      (name) =>
        `${name} leads through a symbolic link; the imports of generated files would not resolve from there`,
    );
  }
  for (let path = realFolder; ; path = dirname(path)) {
    const kind = fileSystem.kind(path);
    if (kind === "folder" || path === dirname(path)) return;
    if (kind !== undefined) {
      throw new OutputError("output-folder", path, (name) => `${name} is a file, not a folder to write to`);
    }
  }
}

/** The path without symbolic links, as far as it exists; undefined when a link on it leads nowhere. */
function realPathOf(fileSystem: FileSystem, path: string): string | undefined {
  const real = fileSystem.realPath(path);
  if (real !== undefined) return real;
  if (fileSystem.kind(path) === "symlink") return undefined;
  const parent = dirname(path);
  if (parent === path) return path;
  const above = realPathOf(fileSystem, parent);
  return above === undefined ? undefined : join(above, basename(path));
}
