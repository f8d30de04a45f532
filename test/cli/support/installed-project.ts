import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { writeIn } from "../../support/folders.js";
import { type CliRun, runProcess } from "./cli.js";

const repository = path.resolve(import.meta.dirname, "../../..");

/** Makes a folder a project in which provc, from its sources, TypeScript and Vitest are installed. */
export function installTools(folder: string): void {
  const packages = path.join(folder, "node_modules");
  writeIn(
    folder,
    "node_modules/provc/package.json",
    JSON.stringify({
      name: "provc",
      type: "module",
      exports: { ".": "./src/index.ts", "./document": "./src/document/index.ts" },
    }),
  );
  symlinkSync(path.join(repository, "src"), path.join(packages, "provc/src"));
  mkdirSync(path.join(packages, "@types"), { recursive: true });
  for (const name of ["typescript", "vitest", "@types/node"]) {
    symlinkSync(path.join(repository, "node_modules", name), path.join(packages, name));
  }
}

/** Type-checks the project, with the fastest of the compilers: the heavy suites have them all. */
export function typeCheck(cwd: string): Promise<CliRun> {
  const compiler = path.join(repository, "node_modules/typescript-7/bin/tsc");
  return runProcess(process.execPath, [compiler, "--noEmit"], { cwd });
}

/** Runs the project's own tests. */
export function runTests(cwd: string): Promise<CliRun> {
  return runProcess(process.execPath, ["node_modules/vitest/vitest.mjs", "run"], { cwd });
}
