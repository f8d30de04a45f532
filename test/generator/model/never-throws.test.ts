import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { load, withKind } from "./support.js";

const manifest = `
version: 1
document: {title: T, files: [a.yml], schema: {type: object, properties: {name: {type: string, default: x}}}}
kinds:
  stt:
    noun: engine
    contract: ./src/contract.ts#Contract
    config: {at: 'voices.*.stt', form: inline, selector: engine, subject: voice, shared: {properties: {lang: {}}}}
    capabilities: {type: object, properties: {runtimes: {type: array}}}
    routing:
      auto: {inputs: {runtime: [wasm, node]}, rules: [{when: {runtime: wasm}, use: two}, {use: one}]}
    providers:
      one: {module: ./src/one.ts#named, requires: {npm: {pg: ^8}, commands: [git]}}
      two:
        module: ./src/two.ts
        schema: {type: object, required: [a], properties: {a: {$ref: '#/$defs/z'}, b: {anyOf: [{type: string}, true]}}, $defs: {z: {enum: [1, b], examples: [1]}}}
        capabilities: {runtimes: [wasm]}
`;

/** All places in plain data. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  const fields = value as { [name: string]: unknown };
  return { ...fields, [key]: replaced(fields[key], rest, by) };
}

/** What somebody might write there: nonsense, and what is right elsewhere. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    ...places(parse(manifest)).map((path) =>
      path.reduce((value: unknown, key) => (value as { [key: string]: unknown })[key], parse(manifest)),
    ),
  ),
  fc.constantFrom(
    "#",
    "#/",
    "#/$defs/z",
    "__proto__",
    "constructor",
    "../x",
    "*",
    "a.*",
    "*/",
    "auto",
    "\u0000",
    -0,
    "(",
    [[]],
    { $ref: "#" },
    { "": {} },
  ),
);

describe("a manifest", () => {
  it("is fine as it is", async () => {
    expect((await load(manifest)).diagnostics).toEqual([]);
  });

  it("with anything anywhere gives a model or errors, never an exception", async () => {
    const original = parse(manifest) as unknown;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places(original)), anything, async (path, value) => {
        const { model, diagnostics } = await load(JSON.stringify(replaced(original, path, value)));
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        expect(model === undefined).toBe(errors.length > 0);
        for (const { code, message, line, column, endLine, hint } of diagnostics) {
          expect(code).toMatch(/^(?:manifest-[a-z-]+|syntax|imprecise-number)$/);
          expect(`${message}${hint ?? ""}`).not.toMatch(/[\n\r\u2028\u2029\0]|\[object [A-Z]/);
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(endLine).toBeGreaterThanOrEqual(line);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("of any text gives a model or errors, never an exception", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const { model, diagnostics } = await load(text);
        expect(model).toBeUndefined();
        expect(diagnostics.length).toBeGreaterThan(0);
      }),
    );
  });

  it("with a schema nested to the limit is compiled", async () => {
    const nested = (levels: number): string =>
      `${"{properties: {a: ".repeat(levels)}{default: 1}${"}}".repeat(levels)}`;
    const { diagnostics } = await load(withKind("", `one: {module: ./src/one.ts, schema: ${nested(120)}}`));
    expect(diagnostics).toEqual([]);
  });
});
