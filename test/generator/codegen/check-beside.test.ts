import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkBeside, checkHere } from "../../../generator/check-beside.js";
import { runCli } from "../../cli/support/cli.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";
import { sampleProject } from "./sample-project.js";

const repository = dirname(fileURLToPath(new URL("../../../package.json", import.meta.url)));

function project(changes: { readonly [path: string]: string } = {}) {
  const root = temporaryFolder();
  writeTree(root, { ...sampleProject, ...changes, "node_modules/.keep": "" });
  symlinkSync(repository, join(root, "node_modules/provc"));
  const provider = (id: string) => ({ id, module: { path: `./src/${id}.ts`, exportName: "default" } });
  const contract = { path: "./src/cache.ts", exportName: "Cache" };
  const kinds = [{ id: "cache", contract, providers: ["memory", "redis"].map(provider) }];
  return { root, request: { folder: root, root, kinds } };
}

const faulty = {
  "src/redis.ts": "export default { nom: 1 };\n",
  "src/memory.ts": "export const other = 1;\n",
};

describe("the check of modules", () => {
  test("is made here where no worker can make it, with the same report", async () => {
    // A worker of this test would have to read TypeScript, and cannot.
    const { request } = project(faulty);
    let fallbacks = 0;
    const report = await checkBeside(request, () => {
      fallbacks += 1;
    });
    expect(fallbacks).toBe(1);
    expect(report.faults.map(({ provider }) => provider)).toEqual(["memory", "redis"]);
    expect(report).toEqual(await checkHere(request));
  });

  test("is made by a worker of the command line, with the same findings", async () => {
    const { root, request } = project(faulty);
    const { code, stdout, stderr } = await runCli(["codegen", "--json", "--timings"], { cwd: root });
    expect(stderr).toContain("check modules with TypeScript, beside the rest");
    expect(stderr).not.toContain("do without a worker");
    expect(code).toBe(1);
    const { faults } = await checkHere(request);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string; provider?: string }[] };
    expect(diagnostics.map(({ provider, message }) => ({ provider, message }))).toEqual(
      faults.map(({ provider, message }) => ({ provider, message })),
    );
  });

  test("finds nothing in a sound project, which is written then", async () => {
    const { root } = project();
    const { code, stderr } = await runCli(["codegen", "--timings"], { cwd: root });
    expect(stderr).not.toContain("do without a worker");
    expect(code).toBe(0);
  });
});
