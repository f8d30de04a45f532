import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, invalid, valid, validate } from "./support.js";

const commented = invalid.replace("backend:", "# what runs\nbackend: # and where");
const repaired = valid.replace("backend:", "# what runs\nbackend: # and where");
const read = (folder: string, file = "stagecraft.yml"): string => readFileSync(join(folder, file), "utf8");
const withoutTime = (text: string): string => text.replace(/ \(\d+(\.\d)? s\)/g, "");

describe("provc validate --fix", () => {
  it("corrects what has one answer, says so, and keeps everything else", async () => {
    const folder = folderWith({ "stagecraft.yml": commented });
    const { code, stdout, stderr } = await validate(folder, ["--fix"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(
      withoutTime(stdout),
    ).toBe(`stagecraft.yml:4:13 fixed unknown-provider: backend.provider is now "generic"
stagecraft.yml:8:31 fixed unknown-provider: databases.main.migrations.engine is now "raw"

✔ stagecraft.yml is valid
`);
    expect(read(folder)).toBe(repaired);
    expect(readdirSync(folder)).toEqual(["stagecraft.yml"]);
  });

  it("does nothing the second time", async () => {
    const folder = folderWith({ "stagecraft.yml": commented });
    await validate(folder, ["--fix"]);
    const { mtimeMs, ino } = statSync(join(folder, "stagecraft.yml"));
    const second = await validate(folder, ["--fix"]);
    expect(withoutTime(second.stdout)).toBe("✔ stagecraft.yml is valid\n");
    expect(statSync(join(folder, "stagecraft.yml"))).toMatchObject({ mtimeMs, ino });
  });

  it("reports what remains, and ends with its status", async () => {
    const folder = folderWith({ "stagecraft.yml": commented.replace("{name: shop}", "{}") });
    const { code, stdout } = await validate(folder, ["--fix"]);
    expect(code).toBe(1);
    expect(stdout).toContain("stagecraft.yml:1:1 error invalid-config: project.name is required");
    expect(stdout).toContain("✖ 1 error in 1 file");
    expect(read(folder)).toBe(repaired.replace("{name: shop}", "{}"));
  });

  it("corrects what stands behind more mistakes than are told", async () => {
    const others = Array.from({ length: 1_100 }, (_, n) => `surplus${n}: 1\n`).join("");
    const folder = folderWith({ "stagecraft.yml": `${others}${commented}` });
    const { code, stdout } = await validate(folder, ["--fix"]);
    expect(code).toBe(1);
    expect(stdout).toContain('fixed unknown-provider: backend.provider is now "generic"');
    expect(read(folder)).toBe(`${others}${repaired}`);
  });

  it("keeps line ends, byte order mark, mode and links", async () => {
    const folder = folderWith({ "real.yml": `\ufeff${commented.replaceAll("\n", "\r\n")}` });
    chmodSync(join(folder, "real.yml"), 0o640);
    symlinkSync("real.yml", join(folder, "stagecraft.yml"));
    expect(await validate(folder, ["--fix", "stagecraft.yml"])).toMatchObject({ code: 0 });
    expect(read(folder, "real.yml")).toBe(`\ufeff${repaired.replaceAll("\n", "\r\n")}`);
    expect(statSync(join(folder, "real.yml")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, "stagecraft.yml")).isSymbolicLink()).toBe(true);
  });

  it("leaves the output of other formats to them", async () => {
    const folder = folderWith({ "stagecraft.yml": commented });
    const { stdout, stderr } = await validate(folder, ["--fix", "--format", "json"]);
    expect(JSON.parse(stdout)).toEqual({ version: 1, valid: true, diagnostics: [] });
    expect(stderr.split("\n")).toHaveLength(3);
    expect(stderr).toContain('8:31 fixed unknown-provider: databases.main.migrations.engine is now "raw"');
  });

  it("leaves programs alone and says so", async () => {
    const program = 'export default { project: { nam: "shop" } };\n';
    const folder = folderWith({ "a.config.ts": program });
    const { code, stdout, stderr } = await validate(folder, ["--fix", "a.config.ts"]);
    expect([code, stderr]).toEqual([1, "provc: --fix leaves programs alone: a.config.ts\n"]);
    expect(stdout).toContain('unknown field "nam"');
    expect(read(folder, "a.config.ts")).toBe(program);
  });

  it.each<[string, string[], string]>([
    ["standard input", ["-", "--fix"], "--fix cannot change standard input"],
    ["a dry run of nothing", ["--dry-run"], "--dry-run belongs to --fix"],
  ])("refuses %s", async (_, args, message) => {
    const folder = folderWith({ "stagecraft.yml": valid });
    expect(await validate(folder, args, { stdin: valid })).toEqual({
      code: 2,
      stdout: "",
      stderr: `provc: ${message}\n`,
    });
  });

  it("says in one line why it cannot write", async () => {
    const folder = folderWith({ "a/stagecraft.yml": commented });
    // Root may write anywhere, so the name is made too long for a second one beside it.
    const name = `${"x".repeat(245)}.yml`;
    writeFileSync(join(folder, name), commented);
    const { code, stderr } = await validate(folder, ["--fix", name]);
    expect([code, stderr]).toEqual([2, `provc: cannot write ${name}: the name is too long\n`]);
    expect(read(folder, name)).toBe(commented);
  });
});

describe("provc validate --fix --dry-run", () => {
  it("shows the difference, and changes nothing", async () => {
    const folder = folderWith({ "stagecraft.yml": commented });
    const { code, stdout } = await validate(folder, ["--fix", "--dry-run"]);
    expect(code).toBe(0);
    expect(withoutTime(stdout)).toBe(`--- stagecraft.yml
+++ stagecraft.yml
@@ -1,8 +1,8 @@
 project: {name: shop}
 # what runs
 backend: # and where
-  provider: genric
+  provider: generic
   providers:
     generic: {dev: {command: [npm, run, dev]}}
 databases:
-  main: {migrations: {engine: rw, path: ./migrations}}
+  main: {migrations: {engine: raw, path: ./migrations}}

✔ stagecraft.yml is valid
`);
    expect(read(folder)).toBe(commented);
  });

  it("hides secrets in the lines around, and in the changed line", async () => {
    const text = `project: {name: shop}
databases:
  main: {connection_env: "postgres://me:hunter2@db/shop", migrations: {engine: rw, path: ./migrations}}
  other: {connection_env: "postgres://me:hunter2@db/shop", migrations: {engine: raw, path: ./migrations}}
`;
    const folder = folderWith({ "stagecraft.yml": text });
    const { stdout, stderr } = await validate(folder, ["--fix", "--dry-run"]);
    expect(stdout).toContain("+  main: ");
    expect(stdout + stderr).not.toContain("hunter2");
  });
});
