import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type CliRun, runCli, runProcess } from "../../cli/support/cli.js";
import { temporaryFolder } from "../../support/folders.js";

/** A third backend gets into a copy of this project as its author would put it there: `provc add`, then the module. */
const repository = path.resolve(import.meta.dirname, "../../..");
const fixture = path.join(import.meta.dirname, "fixtures/third-backend");
const copied = ["src", "generator", "generated", "page", "package.json", "tsconfig.json"];
/** Without what is set up for the tests of this project. */
const vitestConfig = `export default {
  resolve: { alias: { provc: new URL("./src/index.ts", import.meta.url).pathname } },
  test: { testTimeout: 60_000, hookTimeout: 60_000 },
};
`;

/** What is used of vitest's report. */
interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
  }[];
}

let copy: string;
const node = (program: string, ...args: string[]): Promise<CliRun> =>
  runProcess(process.execPath, [path.join(repository, "node_modules", program), ...args], { cwd: copy });

test("a backend that `provc add` has added passes the contract tests unchanged", {
  timeout: 180_000,
}, async () => {
  copy = temporaryFolder();
  for (const name of [...copied, "providers.manifest.yaml"]) {
    cpSync(path.join(repository, name), path.join(copy, name), { recursive: true });
  }
  writeFileSync(path.join(copy, "vitest.config.ts"), vitestConfig);
  mkdirSync(path.join(copy, "test/backend"), { recursive: true });
  symlinkSync(path.join(repository, "node_modules"), path.join(copy, "node_modules"));

  const added = await runCli(["add", "backend", "make"], { cwd: copy });
  expect(added, added.stderr).toMatchObject({ code: 0 });
  expect(added.stdout).toContain("  src/backend/make/index.ts\n");
  for (const [file, target] of [
    ["config.schema.yaml", "src/backend/make/config.schema.yaml"],
    ["index.ts", "src/backend/make/index.ts"],
    ["contract.ts", "test/backend/make.contract.test.ts"],
  ] as const) {
    writeFileSync(path.join(copy, target), readFileSync(path.join(fixture, file)));
  }
  const compiled = await runCli(["codegen"], { cwd: copy });
  expect(compiled, compiled.stderr).toMatchObject({ code: 0 });

  expect(await node("typescript/bin/tsc", "--noEmit", "-p", ".")).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
  const report = path.join(copy, "report.json");
  const run = await node("vitest/vitest.mjs", "run", "--reporter=json", `--outputFile=${report}`);
  const { testResults, numTotalTests } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const failures = testResults.flatMap(({ message, assertionResults }) => [
    ...(message === "" ? [] : [message]),
    ...assertionResults.flatMap(({ failureMessages }) => failureMessages),
  ]);
  expect(failures).toEqual([]);
  expect(run.code).toBe(0);
  // The contract, and the test that `provc add` has written.
  expect(numTotalTests).toBeGreaterThan(20);
});
