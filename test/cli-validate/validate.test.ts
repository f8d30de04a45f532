import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readXml } from "../diagnostics/read-xml.js";
import { sarifProblems } from "../diagnostics/sarif-rules.js";
import { dubious, folderWith, invalid, valid, validate } from "./support.js";

const withoutTime = (text: string): string => text.replace(/ \(\d+(\.\d)? s\)/g, "");

describe("provc validate", () => {
  it("checks the document of the folder, and is silent about what is right", async () => {
    const { code, stdout, stderr } = await validate(folderWith({ "stagecraft.yml": valid }), []);
    expect([code, withoutTime(stdout), stderr]).toEqual([0, "✔ stagecraft.yml is valid\n", ""]);
    expect(stdout).toMatch(/ \(\d+\.\d s\)\n$/);
  });

  it("says what is wrong, and where", async () => {
    const { code, stdout, stderr } = await validate(folderWith({ "stagecraft.yml": invalid }), []);
    expect([code, stderr]).toEqual([1, ""]);
    expect(
      withoutTime(stdout),
    ).toBe(`stagecraft.yml:3:13 error unknown-provider: unknown backend provider "genric"; available providers: [encore-ts generic]
  at backend.provider

  2 | backend:
> 3 |   provider: genric
    |             ^^^^^^ did you mean "generic"?
  4 |   providers:

stagecraft.yml:7:31 error unknown-provider: unknown migration engine "rw" for database main; available engines: [drizzle knex prisma raw]
  at databases.main.migrations.engine

  6 | databases:
> 7 |   main: {migrations: {engine: rw, path: ./migrations}}
    |                               ^^ did you mean "raw"?

✖ 2 errors in 1 file
`);
  });

  it("checks every file of the document that exists, or those that are named, in a fixed order", async () => {
    const folder = folderWith({
      "stagecraft.yml": invalid,
      "stagecraft.json": '{"project": {}}',
      "other/z.yml": "project: {}",
      "a.yml": "project: {}",
    });
    const own = await validate(folder, ["--format", "json"]);
    expect(own.code).toBe(1);
    const places = (text: string): string[] =>
      JSON.parse(text).diagnostics.map(({ file, line }: { file: string; line: number }) => `${file}:${line}`);
    expect(places(own.stdout)).toEqual(["stagecraft.json:1", "stagecraft.yml:3", "stagecraft.yml:7"]);
    const named = await validate(folder, ["other/z.yml", "a.yml", "./a.yml", "--format", "json"]);
    expect(places(named.stdout)).toEqual(["a.yml:1", "other/z.yml:1"]);
    const one = await validate(folder, ["--config", "a.yml", "--format", "json"]);
    expect(places(one.stdout)).toEqual(["a.yml:1"]);
  });

  it("reads standard input, under a name that tells its format", async () => {
    const folder = folderWith({});
    expect(await validate(folder, ["-"], { stdin: valid })).toMatchObject({ code: 0 });
    const anonymous = await validate(folder, ["-", "--format", "github"], { stdin: invalid });
    expect(anonymous.stdout).toMatch(/^::error file=<stdin>,line=3,/);
    const named = await validate(folder, ["-", "--stdin-filename", "x.json", "--format", "github"], {
      stdin: "project: {}",
    });
    expect(named.stdout).toMatch(/^::error file=x\.json,line=1,endLine=1,col=1,endColumn=8,title=syntax::/);
    const program = await validate(folder, ["-", "--stdin-filename", "x.ts"], { stdin: "" });
    expect(program).toEqual({
      code: 2,
      stdout: "",
      stderr: "provc: a program cannot be read from standard input\n",
    });
  });

  it("takes variables from the environment", async () => {
    const folder = folderWith({ "stagecraft.yml": valid.replace("shop", '"${NAME}"') });
    expect((await validate(folder, [], { env: { NAME: "shop" } })).code).toBe(0);
    const { code, stdout } = await validate(folder, []);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "error missing-variable: project.name needs the environment variable NAME, which is not set",
    );
  });
});

describe("formats", () => {
  const folder = () => folderWith({ "stagecraft.yml": invalid });

  it("json", async () => {
    const { stdout } = await validate(folder(), ["--format", "json"]);
    const { version, valid: isValid, diagnostics } = JSON.parse(stdout);
    expect([version, isValid]).toEqual([1, false]);
    expect(diagnostics[1]).toEqual({
      ...{ code: "unknown-provider", severity: "error", file: "stagecraft.yml", kind: "migration" },
      message:
        'unknown migration engine "rw" for database main; available engines: [drizzle knex prisma raw]',
      ...{ line: 7, column: 31, endLine: 7, endColumn: 33, path: "/databases/main/migrations/engine" },
      hint: 'did you mean "raw"?',
    });
    const fine = await validate(folderWith({ "stagecraft.yml": valid }), ["--format", "json"]);
    expect(fine).toEqual({ code: 0, stdout: '{"version":1,"valid":true,"diagnostics":[]}\n', stderr: "" });
  });

  it("github, sarif and junit", async () => {
    const github = await validate(folder(), ["--format", "github"]);
    expect(github.stdout.split("\n")).toHaveLength(3);
    const sarif = await validate(folder(), ["--format", "sarif"]);
    expect(sarifProblems(JSON.parse(sarif.stdout))).toEqual([]);
    const junit = await validate(folder(), ["--format", "junit"]);
    expect(readXml(junit.stdout).attributes).toMatchObject({ tests: "2", failures: "2" });
    expect([github.code, sarif.code, junit.code]).toEqual([1, 1, 1]);
  });

  it("go to a file with --output, and the pretty report to the terminal", async () => {
    const cwd = folder();
    const { code, stdout } = await validate(cwd, ["--format", "sarif", "--output", "out.sarif"]);
    expect(code).toBe(1);
    expect(stdout).toContain("✖ 2 errors in 1 file");
    const text = readFileSync(join(cwd, "out.sarif"), "utf8");
    expect(text.charCodeAt(0)).not.toBe(0xfeff);
    expect(sarifProblems(JSON.parse(text))).toEqual([]);
    await validate(cwd, ["--output", "out.txt"], { isTerminal: true });
    expect(readFileSync(join(cwd, "out.txt"), "utf8")).toContain("3:13 error unknown-provider: ");
  });

  it("have colour on a terminal only, unless the environment says otherwise", async () => {
    const cwd = folder();
    const colored = async (isTerminal: boolean, env: NodeJS.ProcessEnv): Promise<boolean> =>
      (await validate(cwd, [], { isTerminal, env })).stdout.includes("\u001b[");
    expect(await colored(true, {})).toBe(true);
    expect(await colored(false, {})).toBe(false);
    expect(await colored(true, { NO_COLOR: "1" })).toBe(false);
    expect(await colored(false, { FORCE_COLOR: "1" })).toBe(true);
    expect((await validate(cwd, ["--format", "json"], { isTerminal: true })).stdout).not.toContain("\u001b[");
  });

  it("add annotations to the pretty report in a workflow of GitHub", async () => {
    const env = { GITHUB_ACTIONS: "true" };
    const { stdout } = await validate(folder(), [], { env });
    expect(stdout).toMatch(/✖ 2 errors in 1 file.*\n::error file=stagecraft\.yml,line=3,.*\n::error .*\n$/);
    expect((await validate(folder(), ["--format", "pretty"], { env })).stdout).not.toContain("::error");
  });
});

describe("exit status", () => {
  it.each<[string, string[], number]>([
    ["0 with warnings", [], 0],
    ["1 with --strict", ["--strict"], 1],
    ["0 with as many warnings as allowed", ["--max-warnings", "1"], 0],
    ["1 with more", ["--max-warnings", "0"], 1],
    ["0 when it is quiet about them", ["--quiet"], 0],
  ])("is %s", async (_, args, expected) => {
    const { code, stdout, stderr } = await validate(folderWith({ "stagecraft.yml": dubious }), args);
    expect(code).toBe(expected);
    expect(stdout === "").toBe(args.includes("--quiet"));
    expect(stderr).toBe(args.includes("0") ? "provc: too many warnings: 1, allowed: 0\n" : "");
  });

  it("says with --strict that warnings are errors, in every format", async () => {
    const folder = folderWith({ "stagecraft.yml": dubious });
    expect(JSON.parse((await validate(folder, ["--strict", "--format", "json"])).stdout)).toMatchObject({
      valid: false,
      diagnostics: [{ code: "unknown-provider", severity: "error" }],
    });
  });

  it("is 2 when a file cannot be read, with what the others say", async () => {
    const folder = folderWith({ "a.yml": invalid });
    const { code, stdout, stderr } = await validate(folder, ["missing.yml", "a.yml", "."]);
    expect(code).toBe(2);
    expect(stdout).toContain("✖ 2 errors in 1 file");
    expect(stderr).toBe(
      "provc: cannot read missing.yml: no such file\nprovc: cannot read .: it is a directory\n",
    );
    expect(await validate(folder, ["missing.yml"])).toMatchObject({ code: 2, stdout: "" });
    expect(await validate(folder, ["missing.yml", "--format", "json"])).toMatchObject({
      ...{ code: 2, stdout: '{"version":1,"valid":false,"diagnostics":[]}\n' },
    });
    const sarif = await validate(folder, ["missing.yml", "--format", "sarif"]);
    expect(sarif).toMatchObject({ code: 2, stdout: expect.stringContaining('"executionSuccessful": false') });
  });

  it.each<[string, string[], string]>([
    [
      "no document",
      [],
      "no config document found; looked for stagecraft.yml, stagecraft.yaml, stagecraft.json, as the kinds shipped with provc call it: there is no providers.manifest.yaml here or in a folder above",
    ],
    [
      "an unknown format",
      ["--format", "xml"],
      "option '--format <format>' argument 'xml' is invalid. Allowed choices are pretty, json, github, sarif, junit.",
    ],
    [
      "no number",
      ["--max-warnings", "-1"],
      "option '--max-warnings <count>' argument '-1' is invalid. It must be a whole number from 0 to 1000000000.",
    ],
    [
      "an output that cannot be written",
      ["a.yml", "--output", "a.yml/report.txt"],
      "cannot write a.yml/report.txt: a file is in the way",
    ],
  ])("is 2 with one line for %s", async (_, args, message) => {
    const folder = folderWith({ "a.yml": valid });
    const { code, stderr } = await validate(folder, args);
    expect([code, stderr]).toEqual([2, `provc: ${message}\n`]);
    expect(readdirSync(folder)).toEqual(["a.yml"]);
  });
});

it("makes the folder of --output", async () => {
  const folder = folderWith({ "a.yml": invalid });
  const { code } = await validate(folder, ["a.yml", "--format", "json", "--output", "reports/new/a.json"]);
  expect(code).toBe(1);
  expect(JSON.parse(readFileSync(join(folder, "reports/new/a.json"), "utf8")).valid).toBe(false);
});

describe("hostile documents", () => {
  it.each<[string, () => string, string]>([
    [
      "an alias bomb",
      () =>
        `a: &a [${"x, ".repeat(9)}x]\n${[..."bcdefghi"].map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]}, `.repeat(9)}x]\n`).join("")}`,
      "aliases repeat more than 100000 values",
    ],
    ["10,000 levels", () => "[".repeat(10_000), "nested deeper than 256 levels"],
    ["9 MB", () => "a".repeat(9_000_000), "the file is larger than 8 MiB"],
    ["a NUL byte", () => "a: \0", "the character U+0000 is not allowed"],
    ["binary data", () => "\ufffd".repeat(10), "Stagecraft configuration must be a mapping, got a string"],
  ])("are one finding: %s", async (_, text, message) => {
    const { code, stdout, stderr } = await validate(folderWith({ "stagecraft.yml": text() }), [
      "--format",
      "json",
    ]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ message }]);
  });

  it("have names that no report trips over", async () => {
    const name = "a\u001b[31m%,:<&>\"'\n.yml";
    const folder = folderWith({ [name]: invalid });
    const pretty = await validate(folder, [name]);
    expect(pretty.stdout).not.toContain("\u001b");
    expect((await validate(folder, [name, "--format", "github"])).stdout.trim().split("\n")).toHaveLength(2);
    expect(() => readXml("")).toThrow();
    readXml((await validate(folder, [name, "--format", "junit"])).stdout);
    expect(sarifProblems(JSON.parse((await validate(folder, [name, "--format", "sarif"])).stdout))).toEqual(
      [],
    );
  });

  it("may be links", async () => {
    const folder = folderWith({ "real/a.yml": invalid });
    symlinkSync(join(folder, "real/a.yml"), join(folder, "stagecraft.yml"));
    symlinkSync(join(folder, "loop.yml"), join(folder, "loop.yml"));
    expect((await validate(folder, [])).stdout).toContain("stagecraft.yml:3:13");
    expect(await validate(folder, ["loop.yml"])).toMatchObject({
      code: 2,
      stderr: "provc: cannot read loop.yml: too many symbolic links\n",
    });
  });
});

describe("configuration programs", () => {
  it("are evaluated and checked", async () => {
    const folder = folderWith({
      "stagecraft.config.ts": `import { helper } from "./helper.js";
export default { project: { name: helper }, backend: { provider: "genric" } };
`,
      "helper.ts": "export const helper: string = 'shop';\n",
    });
    const { code, stdout } = await validate(folder, ["stagecraft.config.ts"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'stagecraft.config.ts:2:66 error unknown-provider: unknown backend provider "genric"',
    );
    expect(stdout).toContain("> 2 | export default");
  });
});
