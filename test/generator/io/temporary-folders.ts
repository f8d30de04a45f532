import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** Path → text. */
export type Tree = { readonly [path: string]: string };

/** Makes folders that are removed when the suite ends. */
export function temporaryFolders(name: string): () => string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `provc-${name}-`)));
  let count = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return () => {
    const folder = join(root, String(count++));
    mkdirSync(folder);
    return folder;
  };
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Everything below a folder; empty folders end in `/` and have no text. */
export function readTree(folder: string): Tree {
  const tree: [string, string][] = [];
  const visit = (path: string): void => {
    const entries = readdirSync(join(folder, path), { withFileTypes: true });
    if (entries.length === 0 && path !== "") tree.push([`${path}/`, ""]);
    for (const entry of entries) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) visit(inner);
      else tree.push([inner, readFileSync(join(folder, inner), "utf8")]);
    }
  };
  visit("");
  return Object.fromEntries(tree.sort(([a], [b]) => (a < b ? -1 : 1)));
}
