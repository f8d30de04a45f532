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
import { dirname, join, relative, sep } from "node:path";

/** Files by their path with `/` → text. */
export type Tree = Readonly<Record<string, string>>;

const folders: string[] = [];

/** After each test file (`test/setup/remove-folders.ts`). What has just been killed may still be writing. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A new folder of its own with these files, by its real path; removed when the test file has run. */
export function temporaryFolder(files: Tree = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "provc-")));
  folders.push(folder);
  writeTree(folder, files);
  return folder;
}

/** Writes a file below a folder, with the folders above it. */
export function writeIn(folder: string, file: string, text: string): void {
  const absolute = join(folder, file);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

export function writeTree(folder: string, tree: Tree): void {
  for (const [file, text] of Object.entries(tree)) writeIn(folder, file, text);
}

/** Every regular file below a folder. */
export function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [relative(folder, file).replaceAll(sep, "/"), readFileSync(file, "utf8")]),
  );
}

/** Everything below a folder, sorted; empty folders end in `/` and have no text. */
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
