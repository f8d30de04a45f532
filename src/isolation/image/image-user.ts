import { readFileSync } from "node:fs";
import { ImageError } from "./image-error.js";
import { followedInsideRoot } from "./inside-root.js";

/** Who a program of an image runs as. */
export interface ImageUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Turns an image's `user`, `user:group` into numbers, names by the image's own lists.
 *
 * @throws ImageError for a name that is not in them.
 */
export function imageUser(root: string, text: string): ImageUser {
  if (text === "") return { uid: 0, gid: 0 };
  const [user = "", group] = text.split(":");
  const row = rows(root, "etc/passwd").find(([name, , uid]) => name === user || uid === user);
  const uid = row === undefined ? number(user, "user") : Number(row[2]);
  if (group === undefined) return { uid, gid: row === undefined ? 0 : Number(row[3]) };
  const groupRow = rows(root, "etc/group").find(([name, , gid]) => name === group || gid === group);
  return { uid, gid: groupRow === undefined ? number(group, "group") : Number(groupRow[2]) };
}

function rows(root: string, file: string): readonly (readonly string[])[] {
  try {
    const lines = readFileSync(followedInsideRoot(root, file), "utf8").split("\n");
    return lines.map((line) => line.split(":"));
  } catch {
    return [];
  }
}

function number(text: string, what: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new ImageError(`the image has no ${what} ${JSON.stringify(text)}`);
  return Number(text);
}
