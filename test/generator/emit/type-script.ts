import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { OutputFile } from "../../../generator/emit/output-file.js";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** The TypeScript versions that generated code has to compile with, by their folder in `node_modules`. */
export const typeScriptVersions = ["typescript-5.9", "typescript", "typescript-7"] as const;

/** What one run of `tsc` printed, and how it ended. */
export interface CompilerRun {
  readonly output: string;
  /** Errors in the project itself; the run time that it imports is checked with the rest of the repository. */
  readonly findings: readonly string[];
}

/** Runs a version of `tsc` as a process of its own. */
export function runTsc(
  version: string,
  project: string,
  ...options: readonly string[]
): Promise<CompilerRun> {
  const compiler = join(repository, "node_modules", version, "bin", "tsc");
  const settings = { cwd: project, maxBuffer: 1 << 26 };
  return new Promise((resolvePromise, reject) => {
    execFile(process.execPath, [compiler, "-p", project, ...options], settings, (error, stdout) => {
      if (error !== null && typeof error.code !== "number") return reject(error);
      const lines = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
      const isOwn = (line: string): boolean =>
        !resolve(project, line.split("(")[0] ?? "").startsWith(join(repository, "src"));
      resolvePromise({ output: stdout, findings: lines.filter(isOwn) });
    });
  });
}

/** Writes a TypeScript project that resolves `provc` to this repository, with the compiler options of the golden files. */
export function writeProject(folder: string, files: readonly OutputFile[]): void {
  const golden = join(repository, "test", "golden");
  const settings = {
    extends: join(golden, "tsconfig.json"),
    compilerOptions: {
      paths: { provc: [join(repository, "src", "index.ts")] },
      typeRoots: [join(repository, "node_modules", "@types")],
    },
    include: ["."],
  };
  const own = [
    { path: "tsconfig.json", content: JSON.stringify(settings) },
    { path: "package.json", content: JSON.stringify({ type: "module" }) },
  ];
  for (const { path, content } of [...files, ...own]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
