import { expect, it } from "vitest";
import { cliMetafile } from "./support/cli.js";

/** The packages, without Node's own, that come with a source module as soon as it is imported. */
function packagesOf(source: string): string[] {
  const { outputs } = cliMetafile;
  const packages = new Set<string>();
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const imported of outputs[file]?.imports ?? []) {
      if (imported.kind !== "import-statement") continue;
      if (imported.external) packages.add(imported.path);
      else follow(imported.path);
    }
  };
  const start = Object.entries(outputs).find(([, output]) => output.entryPoint === source)?.[0];
  expect(start, source).toBeDefined();
  follow(start ?? "");
  return [...packages].filter((name) => !name.startsWith("node:")).sort();
}

it("starts with nothing; commander comes with the first command line that needs it", () => {
  const start = packagesOf("src/cli/bin.ts");
  expect(start).toEqual([]);
  expect(packagesOf("src/cli/program.ts")).toEqual(["commander"]);
});

it("compiles without a parser for command lines", () => {
  for (const source of ["src/cli/run-codegen.ts", "generator/codegen.ts"]) {
    expect(packagesOf(source), source).toEqual([]);
  }
});
