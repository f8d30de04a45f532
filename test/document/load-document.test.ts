import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { DocumentNotFoundError, findDocumentFiles, loadDocument } from "../../src/document/load-document.js";
import { SourceReadError } from "../../src/source/read-source.js";
import { temporaryFolder } from "../support/folders.js";
import { lines, testDefinition } from "./support.js";

function folderWith(files: { readonly [path: string]: string }): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const valid = "project: {name: shop}\n";

describe("loading a document", () => {
  it("takes the first of the definition's files that exists", async () => {
    const cwd = folderWith({ "test.json": '{"project": {"name": "json"}}', "test.yml": valid });
    const definition = testDefinition();
    expect(await findDocumentFiles(definition, cwd)).toEqual(["test.yml", "test.json"]);
    expect(await loadDocument(definition, { cwd })).toMatchObject({
      ...{ file: "test.yml", text: valid, valid: true, value: { project: { name: "shop" } } },
    });
  });

  it("says what it looked for when there is none; folders do not count", async () => {
    const cwd = folderWith({ "test.yml/x": "" });
    const failure: unknown = await loadDocument(testDefinition(), { cwd }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "document_not_found",
      message: "no config document found; looked for test.yml, test.json, test.config.ts",
    });
    expect(DocumentNotFoundError.isInstance(failure)).toBe(true);
  });

  it("names files relative to the folder, with no absolute path anywhere", async () => {
    const cwd = folderWith({ "config/a.yml": "project: {}\n", "b.yml": "project: {}\n" });
    const inside = await loadDocument(testDefinition(), { cwd, file: join(cwd, "config", "a.yml") });
    expect([inside.file, inside.diagnostics[0]?.file]).toEqual(["config/a.yml", "config/a.yml"]);
    const above = await loadDocument(testDefinition(), { cwd: join(cwd, "config"), file: "../b.yml" });
    expect(above.file).toBe("../b.yml");
    expect(JSON.stringify([inside, above])).not.toContain(cwd);
  });

  it("fails with one line for a file that cannot be read", async () => {
    const cwd = folderWith({});
    const failure: unknown = await loadDocument(testDefinition(), { cwd, file: "x.yml" }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(SourceReadError);
    expect(failure).toMatchObject({ message: "cannot read x.yml: no such file" });
  });

  it("reports what is wrong with the bytes and with the syntax", async () => {
    const cwd = folderWith({ "a.json": '{"project": {"name": "x"},}' });
    writeFileSync(join(cwd, "b.yml"), Buffer.from([0x61, 0xff]));
    expect(lines(await loadDocument(testDefinition(), { cwd, file: "a.json" }))).toEqual([
      "1:27-28 syntax a comma before } is not allowed in JSON | remove the comma",
    ]);
    expect(lines(await loadDocument(testDefinition(), { cwd, file: "b.yml" }))).toEqual([
      "1:2-2 syntax the file is not valid UTF-8 | save it as UTF-8",
    ]);
    const small = await loadDocument(testDefinition(), { cwd, file: "a.json", limits: { maxBytes: 5 } });
    expect(lines(small)).toEqual(["1:1-1 syntax the file is larger than 5 bytes"]);
  });

  it("takes variables from the process unless others are given", async () => {
    const cwd = folderWith({ "test.yml": "project: {name: '${PATH}'}\n" });
    expect((await loadDocument(testDefinition(), { cwd })).value).toEqual({
      project: { name: process.env.PATH },
    });
    expect((await loadDocument(testDefinition(), { cwd, env: {} })).diagnostics).toMatchObject([
      { code: "missing-variable" },
    ]);
  });
});

/** Loads the text of a configuration program. */
async function load(text: string, name = "test.config.ts", files: { readonly [path: string]: string } = {}) {
  const cwd = folderWith({ [name]: text, ...files });
  const loaded = await loadDocument(testDefinition(), { cwd, file: name, env: {}, timeout: 300 });
  expect(JSON.stringify(loaded.diagnostics)).not.toContain(cwd);
  return loaded;
}

const helper = { "define.ts": "export function defineConfig<T>(config: T): T { return config; }\n" };

describe("configuration programs", () => {
  it.each([
    ["test.config.ts", "const name: string = 'shop';\nexport default { project: { name } } as const;"],
    ["test.config.mts", "export default { project: { name: 'shop' } } satisfies object;"],
    ["test.config.cts", "const config: object = { project: { name: 'shop' } };\nexport = config;"],
    ["test.config.js", "export default { project: { name: 'shop' } };"],
    ["test.config.mjs", "export default await Promise.resolve({ project: { name: 'shop' } });"],
    ["test.config.cjs", "module.exports = { project: { name: 'shop' } };"],
  ])("are evaluated: %s", async (name, text) => {
    expect(await load(text, name)).toMatchObject({
      valid: true,
      value: { project: { name: "shop" } },
      diagnostics: [],
    });
  });

  it("may import, use the environment in their own way, and leave fields undefined", async () => {
    const { value } = await load(
      'import { defineConfig } from "./define.js";\nexport default defineConfig({ project: { name: "${A}", account: undefined } });',
      "test.config.ts",
      helper,
    );
    expect(value).toEqual({ project: { name: "${A}" } });
  });

  it("are diagnosed where the literals stand", async () => {
    const text = `import { defineConfig } from "./define.js";

const shared = { path: "./m", strategy: "never" } as const;
const engine = "rw";
const replicas = Number("3");

export default defineConfig({
  project: { name: "shop", "acount": 1, replicas },
  backend: {
    provider: "genric",
    providers: { generic: { dev: { command: process.env.NOT_SET ?? "npm run dev" } } },
  },
  databases: {
    a: { migrations: { engine: "raw", ...shared } },
    b: { migrations: { engine, path: "./b" } },
    ["c"]: { migrations: { ["engine"]: "raw" } },
  },
} satisfies object);
`;
    expect(lines(await load(text, "test.config.ts", helper))).toEqual([
      "3:41-48 invalid-config databases.a.migrations.strategy must be one of: pre_deploy, post_deploy, manual",
      '4:16-20 unknown-provider unknown migration engine "rw" for database b; available engines: [drizzle knex prisma raw] | did you mean "raw"?',
      '8:28-36 unknown-field unknown field "acount" in project; did you mean "account"?',
      '10:15-23 unknown-provider unknown backend provider "genric"; available providers: [encore-ts generic old] | did you mean "generic"?',
      "11:45-81 invalid-config backend.providers.generic.dev.command must be a list, got a string | write it as a list: [npm, run, dev]",
      "16:14-24 invalid-config databases.c.migrations.path is required",
    ]);
  });

  it("fall back to the nearest literal, and to the export", async () => {
    const text = `function make(n: number) { return { engine: "raw", path: "x", size: n }; }
export default { project: { name: "x" }, databases: { a: { migrations: make(1) } } };
`;
    expect(lines(await load(text))).toEqual([
      '2:60-70 unknown-field unknown field "size" in databases.a.migrations | allowed fields: engine, path, strategy, table, strict',
    ]);
    expect(lines(await load("export default JSON.parse('{}');\n"))).toEqual([
      "1:16-16 invalid-config project is required",
    ]);
  });

  it("name the place that uses a shared constant", async () => {
    const text = `const migrations = { engine: "raw", path: "" };\nexport default { project: { name: "x" }, databases: { a: { migrations } } };\n`;
    const { diagnostics } = await load(text);
    expect(diagnostics).toMatchObject([
      { line: 1, column: 43, related: [{ message: "used here", line: 2, column: 60 }] },
    ]);
  });

  it.each<[string, string, string[]]>([
    [
      "throws",
      "const x = 1;\n\nthrow new TypeError('no\\nway');\nexport default {};\n",
      ["3:1-32 config-module the module cannot be evaluated: TypeError: no"],
    ],
    [
      "throws no error",
      "throw 'text';\n",
      ["1:1-1 config-module the module cannot be evaluated: it throws string"],
    ],
    [
      "rejects",
      "export default Promise.reject(new Error('later'));\n",
      ["1:1-51 config-module the module cannot be evaluated: later"],
    ],
    [
      "imports what is not there",
      "import './missing.js';\nexport default {};\n",
      ["1:1-23 config-module the module cannot be evaluated: Cannot find module './missing.js'"],
    ],
    [
      "has no default export",
      "export const config = {};\n",
      ["1:1-1 config-module the module has no default export | write: export default defineConfig({ … })"],
    ],
    ["has a syntax error", "export default {\n  a: 1,,\n};\n", ["2:8-9 syntax property assignment expected"]],
    [
      "never settles",
      "await new Promise(() => {});\nexport default {};\n",
      ["1:1-1 config-module the module did not finish within 0.3 s"],
    ],
    [
      "never gives its value",
      "export default new Promise(() => {});\n",
      ["1:1-1 config-module the module did not finish within 0.3 s"],
    ],
    [
      "exports a function",
      "export default () => ({});\n",
      ["1:16-16 config-module the default export is a function; a configuration is plain data"],
    ],
    [
      "exports undefined",
      "export default undefined;\n",
      ["1:16-16 config-module the default export is undefined; a configuration is plain data"],
    ],
    [
      "holds a function",
      "export default { project: { name: 'x', hook: () => 1 } };\n",
      ["1:46-53 config-module project.hook is a function; a configuration is plain data"],
    ],
    [
      "holds a date",
      "export default { at: [new Date()] };\n",
      ["1:23-33 config-module at[0] is a Date; a configuration is plain data"],
    ],
    [
      "holds a map",
      "export default { m: new Map() };\n",
      ["1:21-30 config-module m is a Map; a configuration is plain data"],
    ],
    [
      "holds a bigint",
      "export default { n: 1n };\n",
      ["1:21-23 config-module n is a bigint; a configuration is plain data"],
    ],
    [
      "holds a symbol",
      "export default { s: Symbol('x') };\n",
      ["1:21-32 config-module s is a symbol; a configuration is plain data"],
    ],
    [
      "holds no number",
      "export default { n: 1 / 0 };\n",
      ["1:21-26 config-module n is Infinity; a configuration is plain data"],
    ],
    [
      "holds itself",
      "const a: Record<string, unknown> = {};\na.b = { a };\nexport default a;\n",
      ["1:36-36 config-module b.a contains itself; a configuration is plain data"],
    ],
    [
      "has a getter that throws",
      "export default { get name() { throw new Error('got'); } };\n",
      ["1:1-59 config-module the module cannot be evaluated: got"],
    ],
  ])("are one line when the module %s", async (_, text, expected) => {
    const loaded = await load(text);
    expect(lines(loaded)).toEqual(expected);
    expect(loaded).toMatchObject({ valid: false, value: undefined });
  });

  it("do not pollute anything", async () => {
    const { diagnostics } = await load(
      'export default JSON.parse(\'{"__proto__": {"polluted": 1}, "project": {"name": "x"}}\');\n',
    );
    expect(diagnostics).toMatchObject([
      { code: "unknown-field", message: 'unknown field "__proto__" in Test configuration' },
    ]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("hide secrets in their text and in their errors", async () => {
    const cwd = folderWith({
      "a.ts":
        "export default {\n  project: { name: 'x' },\n  license: 'S3CR3T-canary' + 'S3CR3T-canary'.repeat(3),\n  more: 1,\n};\n",
      "b.ts": "throw new Error('no login with ' + process.env.TEST_DB_PASSWORD);\n",
      "c.ts": "export default {\n  license: 'S3CR3T-canary',\n  x: ,\n};\n",
    });
    const { formatPretty } = await import("../../src/diagnostics/format-pretty.js");
    vi.stubEnv("TEST_DB_PASSWORD", "S3CR3T-canary");
    for (const file of ["a.ts", "b.ts", "c.ts"]) {
      const { diagnostics, secrets, text } = await loadDocument(testDefinition(), { cwd, file });
      expect(diagnostics.length).toBeGreaterThan(0);
      const sources = new Map([[file, { text, secrets }]]);
      expect(formatPretty({ files: [file], diagnostics, sources }, { color: false })).not.toContain("S3CR3T");
    }
  });

  it("use another loader if there is one", async () => {
    const cwd = folderWith({ "a.ts": "not read" });
    const loadModule = async (path: string) => ({
      default: { project: { name: path.slice(cwd.length + 1) } },
    });
    expect((await loadDocument(testDefinition(), { cwd, file: "a.ts", loadModule })).value).toEqual({
      project: { name: "a.ts" },
    });
  });
});
