import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "./support/cli.js";
import { filesIn, temporaryFolder, writeIn } from "./support/folders.js";
import { installTools, runTests, typeCheck } from "./support/installed-project.js";

const init = (cwd: string) => runCli(["init"], { cwd });

describe("provc init", () => {
  it("makes an empty folder a project that compiles, type-checks, validates and passes its test", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await init(folder);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("  providers.manifest.yaml\n");
    expect(stdout).toContain("Next:\n  npm install\n  npm test ");
    installTools(folder);
    expect(await typeCheck(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
    const tests = await runTests(folder);
    expect(tests.code, tests.stdout).toBe(0);
    expect((await runCli(["codegen", "--check"], { cwd: folder })).code).toBe(0);
    expect(await runCli(["validate"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse((await runCli(["list", "--json"], { cwd: folder })).stdout).kinds[0]).toMatchObject({
      id: "storage",
      providers: [{ id: "memory" }],
    });
  });

  it("adds to an existing package, and leaves its compiler settings alone", async () => {
    const folder = temporaryFolder({
      "package.json": '{\n    "name": "mine",\n    "type": "commonjs"\n}\n',
      "tsconfig.json": "{}\n",
    });
    const { code, stdout } = await init(folder);
    expect(code).toBe(0);
    expect(stdout).toContain("package.json  (scripts added)\n");
    expect(stdout).toContain("npm install --save-dev provc typescript vitest\n");
    expect(readFileSync(path.join(folder, "tsconfig.json"), "utf8")).toBe("{}\n");
    expect(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"))).toMatchObject({
      name: "mine",
      type: "module",
      scripts: { codegen: "provc codegen", test: "vitest run" },
    });
  });

  it("overwrites nothing", async () => {
    const folder = temporaryFolder({ "app.yml": "mine\n", "src/storage/provider.ts": "mine\n" });
    expect(await init(folder)).toEqual({
      code: 2,
      stdout: "",
      stderr: "provc: app.yml, src/storage/provider.ts already exist; nothing was written\n",
    });
    expect(filesIn(folder)).toEqual({ "app.yml": "mine\n", "src/storage/provider.ts": "mine\n" });
    const started = temporaryFolder();
    await init(started);
    expect((await init(started)).stderr).toContain("providers.manifest.yaml");
  });

  it("does not make an ES module of somebody's CommonJS code", async () => {
    const folder = temporaryFolder({ "package.json": '{"type": "commonjs"}', "index.js": "" });
    const { code, stderr } = await init(folder);
    expect([code, existsSync(path.join(folder, "generated"))]).toEqual([2, false]);
    expect(stderr).toContain("run npm pkg set type=module first");
  });

  it("leaves nothing behind when it cannot finish", async () => {
    const folder = temporaryFolder({ "package.json": '{"name": "mine"}\n' });
    writeIn(folder, "src", "a file in the way\n");
    expect((await init(folder)).stderr).toBe("provc: src already exists; nothing was written\n");
    expect(filesIn(folder)).toEqual({ "package.json": '{"name": "mine"}\n', src: "a file in the way\n" });
  });

  it("takes no other manifest", async () => {
    const { code, stderr } = await runCli(["init", "--out", "x"], { cwd: temporaryFolder() });
    expect([code, stderr]).toEqual([2, "provc: init takes neither --manifest nor --out\n"]);
  });
});
