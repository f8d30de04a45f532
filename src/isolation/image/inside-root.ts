import { lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { ImageError } from "./image-error.js";

const MOST_LINKS = 40;

/**
 * Where a path inside a root file system is on this machine's disk. Links are followed as they would be with that root, so that
 * nothing leads out of it. The last part is not followed: it is what is made, replaced or looked at.
 */
export function insideRoot(root: string, path: string): string {
  const last = path.split("/").filter(isName).at(-1);
  if (last === undefined) return root;
  const parent = follow(root, path.split("/").filter(isName).slice(0, -1));
  if (last === "..") throw new ImageError("the image has a path that ends with ..");
  return join(parent, last);
}

/** The same with the last part followed, too. */
export function followedInsideRoot(root: string, path: string): string {
  return follow(root, path.split("/").filter(isName));
}

function follow(root: string, path: readonly string[]): string {
  const pending = [...path];
  const current: string[] = [];
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    if (part === "..") {
      current.pop();
      continue;
    }
    const target = linkTarget(join(root, ...current, part));
    if (target === undefined) {
      current.push(part);
      continue;
    }
    if (++links > MOST_LINKS) throw new ImageError("the image has links that lead in a circle");
    if (target.startsWith("/")) current.length = 0;
    pending.unshift(...target.split("/").filter(isName));
  }
  return join(root, ...current);
}

function linkTarget(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
    ? readlinkSync(path)
    : undefined;
}

function isName(part: string): boolean {
  return part !== "" && part !== ".";
}
