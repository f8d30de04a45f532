import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export interface BundleRun {
  readonly output: string;
  /** The texts of the files of the bundle that Node has read, by name. */
  readonly loaded: ReadonlyMap<string, string>;
}

/** Runs a bundle, with code generation from texts forbidden, and finds out which of its files were loaded. */
export function runBundle(
  folder: string,
  nodeOptions = ["--disallow-code-generation-from-strings"],
): BundleRun {
  const coverage = mkdtempSync(`${folder}-coverage-`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, path.join(folder, "main.mjs")],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH, NODE_V8_COVERAGE: coverage } },
  );
  if (status !== 0) throw new Error(`the bundle failed:\n${stdout}${stderr}`);
  const loaded = new Map<string, string>();
  for (const report of readdirSync(coverage)) {
    const { result } = JSON.parse(readFileSync(path.join(coverage, report), "utf8")) as {
      readonly result: readonly { readonly url: string }[];
    };
    for (const { url } of result) {
      if (!url.startsWith("file:")) continue;
      const file = fileURLToPath(url);
      loaded.set(path.relative(folder, file), readFileSync(file, "utf8"));
    }
  }
  return { output: stdout, loaded };
}

/** All files of a folder, by name. */
export function filesOf(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

/** Which of the texts stand in any of the files. */
export function foundIn(files: ReadonlyMap<string, string>, texts: readonly string[]): string[] {
  return texts.filter((text) => [...files.values()].some((content) => content.includes(text)));
}
