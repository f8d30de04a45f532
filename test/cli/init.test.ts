import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, temporaryFolder, writeIn } from "../support/folders.js";
import { runCli } from "./support/cli.js";
import { runHere } from "./support/in-process.js";
import { installTools, runTests, typeCheck } from "./support/installed-project.js";

const init = (cwd: string) => runHere(["init"], { cwd });

describe("provc init", () => {
  it("makes an empty folder a project that compiles, type-checks, validates and passes its test", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await runCli(["init"], { cwd: folder });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("  providers.manifest.yaml\n");
    expect(stdout).toContain("Next:\n  npm install\n  npm test ");
    installTools(folder);
    expect(await typeCheck(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
    const tests = await runTests(folder);
    expect(tests.code, tests.stdout).toBe(0);
    expect((await runHere(["codegen", "--check"], { cwd: folder })).code).toBe(0);
    expect(await runHere(["validate"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse((await runHere(["list", "--json"], { cwd: folder })).stdout).kinds[0]).toMatchObject({
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
    expect(stdout).toContain('package.json  (scripts and "type": "module" added)\n');
    expect(stdout).toContain("\n  npm install provc\n  npm install --save-dev typescript vitest\n");
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

  it.each([
    ['{"type": "commonjs"}', "index.js", 'has "type": "commonjs"'],
    ['{"main": "lib/index.js"}', "lib/index.js", 'has no "type"'],
  ])("does not make an ES module of somebody's CommonJS code: %s", async (packageFile, script, says) => {
    const files = { "package.json": packageFile, [script]: "" };
    const folder = temporaryFolder(files);
    const { code, stderr } = await init(folder);
    expect([code, filesIn(folder)]).toEqual([2, files]);
    expect(stderr).toBe(
      `provc: package.json ${says}, and generated code is made of ES modules; run npm pkg set type=module first\n`,
    );
  });

  it("joins ES modules, and scripts that say themselves what they are", async () => {
    const modules = temporaryFolder({ "package.json": '{"type": "module"}', "index.js": "" });
    expect((await init(modules)).stdout).toContain("package.json  (scripts added)\n");
    const named = temporaryFolder({ "package.json": "{}", "build.cjs": "", ".config/x.js": "" });
    expect((await init(named)).stdout).toContain('package.json  (scripts and "type": "module" added)\n');
  });

  it("leaves nothing behind when it cannot finish", async () => {
    const folder = temporaryFolder({ "package.json": '{"name": "mine"}\n' });
    writeIn(folder, "src", "a file in the way\n");
    expect((await init(folder)).stderr).toBe("provc: src already exists; nothing was written\n");
    expect(filesIn(folder)).toEqual({ "package.json": '{"name": "mine"}\n', src: "a file in the way\n" });
  });

  it("names the file that the system does not let it write", async () => {
    const folder = temporaryFolder();
    symlinkSync("nowhere", path.join(folder, "src"));
    const { code, stdout, stderr } = await init(folder);
    expect([code, stdout, filesIn(folder)]).toEqual([2, "", {}]);
    expect(stderr).toBe("provc: cannot write src/config/document.schema.yaml: no such file\n");
  });

  it("takes no other manifest", async () => {
    const { code, stderr } = await runHere(["init", "--out", "x"], { cwd: temporaryFolder() });
    expect([code, stderr]).toEqual([2, "provc: init takes neither --manifest nor --out\n"]);
  });
});
