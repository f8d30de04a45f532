import { dirname, isAbsolute, relative, resolve, sep } from "node:path";

const withSlashes = (path: string): string => (sep === "/" ? path : path.replaceAll(sep, "/"));

/** An absolute path with `/`, whatever the platform's separator is. */
export function resolvePath(base: string, path: string): string {
  return withSlashes(resolve(base, path));
}

/** The folder that a path stands in. */
export function folderOf(path: string): string {
  return withSlashes(dirname(path));
}

/** A path that is absolute and tidy, and on no drive. */
const tidy = /^(?:\/[^/.][^/]*)+$/;

/** The way from a folder to a path, with `/`; "" for the folder itself. */
export function relativePath(folder: string, path: string): string {
  // `relative` takes its time, and there are thousands of paths.
  if (sep === "/" && path.startsWith(`${folder}/`) && tidy.test(path)) return path.slice(folder.length + 1);
  return withSlashes(relative(folder, path));
}

/** Whether `path` is the folder or something below it. Says nothing of symbolic links. */
export function isInside(folder: string, path: string): boolean {
  const way = relativePath(folder, path);
  return way !== ".." && !way.startsWith("../") && !isAbsolute(way);
}

/** A path as diagnostics show it: relative to the working directory where it is below it. */
export function displayPath(cwd: string, path: string): string {
  return isInside(cwd, path) ? relativePath(cwd, path) || "." : path;
}
