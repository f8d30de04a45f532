import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { checkCases } from "./check-cases.js";

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL(".", import.meta.url));

it("the types of registries and definitions are as the cases say", async () => {
  expect(await checkCases("typescript-7")).toBe("");
});

describe("completion in an editor", () => {
  it.each([
    ["ids of get", `backends.get("|")`, ["encore-ts", "generic", "isolate", "microvm"]],
    [
      "ids and virtual ids of resolve",
      `backends.resolve("|")`,
      ["auto", "encore-ts", "generic", "isolate", "microvm", "strict"],
    ],
    ["inputs of a virtual id", `backends.resolve("auto", { | })`, ["gpu", "runtime"]],
    ["fields of the config of the id", `backends.create("encore-ts", { | })`, ["entrypoint"]],
    ["fields further down", `backends.create("generic", { dev: { | } })`, ["command", "port"]],
  ])("offers %s", (_what, text, expected) => {
    expect(complete(text, 'import { backends } from "./kind.js";')).toEqual(expected);
  });

  it.each([
    [
      "the ids of a kind",
      `defineConfig({ project: { name: "a" }, backend: { provider: "|" } });`,
      ["encore-ts", "generic"],
    ],
    [
      "only the fields of the chosen engine",
      `defineConfig({ project: { name: "a" }, databases: { main: { migrations: { engine: "raw", | } } } });`,
      ["lock_timeout", "path", "strategy", "strict", "table"],
    ],
    [
      "fields further down",
      `defineConfig({ project: { name: "a" }, backend: { provider: "generic", providers: { generic: { dev: { shutdown: { | } } } } } });`,
      ["signal", "timeout"],
    ],
  ])("offers %s in defineConfig", (_what, text, expected) => {
    expect(complete(text, 'import { defineConfig } from "../../../generated/index.js";')).toEqual(expected);
  });
});

const completion = { file: `${folder}cases/completion.ts`, source: "", version: 0 };
let service: ts.LanguageService | undefined;
afterAll(() => service?.dispose());

/** One language service for all texts, as an editor has it: what they import is parsed once. */
function languageService(): ts.LanguageService {
  const typescript: typeof ts = require("typescript");
  const { file } = completion;
  const read = (path: string): string | undefined =>
    path === file ? completion.source : typescript.sys.readFile(path);
  const options = compilerOptions(typescript);
  return typescript.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (settings) => typescript.getDefaultLibFilePath(settings),
    getScriptFileNames: () => [file],
    getScriptVersion: (path) => (path === file ? String(completion.version) : "1"),
    getScriptSnapshot: (path) => {
      const content = read(path);
      return content === undefined ? undefined : typescript.ScriptSnapshot.fromString(content);
    },
    fileExists: (path) => path === file || typescript.sys.fileExists(path),
    readFile: read,
  });
}

function compilerOptions(typescript: typeof ts): ts.CompilerOptions {
  const { config } = typescript.readConfigFile(`${folder}tsconfig.json`, typescript.sys.readFile);
  return typescript.parseJsonConfigFileContent(config, typescript.sys, folder).options;
}

function complete(text: string, imports: string): string[] {
  service ??= languageService();
  completion.source = `${imports}\n${text.replace("|", "")}\n`;
  completion.version++;
  const position = completion.source.indexOf("\n") + 1 + text.indexOf("|");
  const found = service.getCompletionsAtPosition(completion.file, position, {});
  return (found?.entries ?? []).map((entry) => entry.name).sort();
}

describe("the work for the type checker", () => {
  it("does not grow with the number of providers", () => {
    const [few, many] = [countInstantiations(10), countInstantiations(500)];
    expect(few).toBeGreaterThan(0);
    expect(many).toBe(few);
  });
});

/** What programs are made of beside their own text, parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** How many types are instantiated for a program that uses ten of so many providers. */
function countInstantiations(providers: number): number {
  const typescript: typeof ts = require("typescript");
  const numbers = Array.from({ length: providers }, (_, index) => index);
  const source = `
    import { defineProvider, jsonSchema, type Registry } from "provc";
    ${numbers.map((index) => `interface Config${index} { a${index}: string; port?: number }`).join("\n")}
    interface ConfigMap { ${numbers.map((index) => `readonly p${index}: Config${index};`).join(" ")} }
    declare const registry: Registry<{ dev(): void }, ConfigMap>;
    ${numbers
      .slice(0, 10)
      .map((index) => `registry.get("p${index}"); registry.create("p${index}", { a${index}: "x" });`)
      .join("\n")}
    const provider = { dev() {} };
    const wider = registry.register(
      defineProvider({ id: "acme:x", schema: jsonSchema<{ b: string }>({}), provider }),
    );
    wider.get("acme:x"); wider.create("acme:x", { b: "" }); wider.get("p1"); wider.resolve("p2");
  `;
  const file = `${folder}cases/many.ts`;
  const options = compilerOptions(typescript);
  const host = typescript.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === file || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    if (path === file) {
      return typescript.createSourceFile(path, source, {
        languageVersion: typescript.ScriptTarget.ES2023,
        impliedNodeFormat: typescript.ModuleKind.ESNext,
      });
    }
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, ...rest));
    return parsed.get(path);
  };
  const program = typescript.createProgram([file], options, host);
  // What the file imports is checked with the cases.
  const problems = typescript
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => messageText);
  expect(problems).toEqual([]);
  return program.getInstantiationCount();
}

it("has cases that fail when a mistake is accepted", () => {
  const cases = ["ids", "configs", "routes"].map((name) => readFileSync(`${folder}cases/${name}.ts`, "utf8"));
  expect(cases.every((text) => text.includes("@ts-expect-error"))).toBe(true);
});
