import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import {
  compileValidator,
  type ValidatorChoice,
} from "../../../generator/emit/validators/compile-validator.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import type { ValidatorModule } from "../../../src/contract/validator.js";
import { matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { usesUnevaluated } from "../../../src/validation/schemas/prepare-schema.js";
import { temporaryFolder } from "../../support/folders.js";
import { shapesModel } from "./fixtures/shapes.js";
import { goldenCases } from "./golden-cases.js";

const folder = temporaryFolder({ "package.json": '{ "type": "module" }' });

let files = 0;
async function load(schema: JsonSchema, choice?: ValidatorChoice): Promise<ValidatorModule> {
  const path = join(folder, `${files++}.js`);
  writeFileSync(path, (await compileValidator(schema, choice)).code);
  return import(pathToFileURL(path).href) as Promise<ValidatorModule>;
}

const parse = (text: string): unknown => JSON.parse(text);

/** Values that reach every branch of the shapes' schemas; each schema accepts some and refuses the others. */
const samples: readonly unknown[] = [
  ...[null, true, 0, 1.5, "", "t", "a/b", [], ["a"], {}].map((value) => value as unknown),
  { plain: [1, {}], ofUnion: [1, 2], pair: ["a", 1], rest: ["a", true], unique: ["a", "b"], containing: [5] },
  { pair: [] },
  { pair: ["a", 1, 2] },
  { ofUnion: [3] },
  { unique: ["a", "a"] },
  { unique: ["a"] },
  { containing: [5, 5, 5] },
  { mode: "a", base: "b" },
  { mode: "a", base: "b", extra: "e" },
  { mode: "b", base: "b", extra: 5, other: true, another: "x" },
  { mode: "b", base: "b", other: true },
  { mode: "b", base: "b", another: "x" },
  { mode: "b", base: "b", typo: 1 },
  { mode: "c", base: "b" },
  { when: "2030-01-31T12:00:00Z", mail: "a@example.com", pattern: "^a$", short: "ab", strange: "x" },
  { when: "2030-02-31T12:00:00Z" },
  { when: "2030-01-31" },
  { mail: "nobody" },
  { pattern: "(" },
  { id: "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d" },
  { id: "2c5ea4c0" },
  { short: "a" },
  { short: "🙂🙂🙂" },
  { short: "🙂🙂🙂🙂" },
  { open: { any: 1 }, typed: { name: "n", x: 1 }, patterns: { "x-a": 1 }, named: { a: "b" }, empty: {} },
  { typed: { x: "1" } },
  { patterns: { a: 1 } },
  { patterns: { "x-a": "1" } },
  { named: {} },
  { named: { A: "b" } },
  { empty: { a: 1 } },
  { a: null },
  { a: 5 },
  { a: 1, b: 2 },
  { a: 1, b: "2" },
  { tree: { name: "r", children: [{ name: "c", parent: { name: "r" } }] }, forest: [] },
  { tree: { name: "r", children: [{ nme: "c" }] } },
  { tree: {} },
  { file: "f" },
  { file: "f", url: "u" },
  { url: "u", retry: { times: 1 } },
  { url: "u", retry: { tims: 1 } },
  { a: "a", either: ["x", "y"] },
  { b: "b", either: "x" },
  { either: "x" },
  { id: "x" },
];

describe("validators", () => {
  it("agree with ajv on every shape of schema", async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
    (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
    const kinds = new Map(shapesModel.kinds.map((kind) => [kind.id, kind.providers]));
    const [shapes, inline] = [kinds.get("shape") ?? [], kinds.get("shape-custom") ?? []];
    const verdicts = new Set<boolean>();
    for (const provider of [...shapes, ...inline]) {
      const { validate, schema } = await load(provider.configSchema);
      expect(schema).toEqual(provider.configSchema);
      const compiled = ajv.compile(provider.configSchema as object);
      // Where it matters what has been described before, ajv is wrong at times; our own evaluation is not.
      const expected = usesUnevaluated(provider.configSchema)
        ? (value: unknown) => matchesSchema(provider.configSchema, provider.configSchema, value)
        : compiled;
      for (const sample of samples) {
        const isObject = typeof sample === "object" && sample !== null && !Array.isArray(sample);
        const value = inline.includes(provider) && isObject ? { type: provider.id, ...sample } : sample;
        const verdict = validate(value);
        expect(verdict, `${provider.id}: ${JSON.stringify(value)}`).toBe(expected(value));
        verdicts.add(verdict);
      }
    }
    expect(verdicts).toEqual(new Set([true, false]));
  });

  const nested: JsonSchema = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "string" }, b: { type: "object", properties: { c: { type: "integer" } } } },
    additionalProperties: false,
  };

  it("report all mistakes with their places, in the shape of the contract", async () => {
    const { validate, failures } = await load(nested);
    expect(validate({ b: { c: "1" }, d: 1 })).toBe(false);
    const found = failures?.({ b: { c: "1" }, d: 1 });
    expect(found?.map(({ path, keyword, field }) => [path, keyword, field])).toEqual([
      [[], "required", "a"],
      [["b", "c"], "type", undefined],
      [[], "additionalProperties", "d"],
    ]);
    expect(found?.[1]).toMatchObject({ schema: { type: "integer" }, value: "1" });
    expect(validate({ a: "x" })).toBe(true);
    expect(failures?.({ a: "x" })).toEqual([]);
  });

  it("report the first mistake in ajv's shape where ajv compiled them", async () => {
    const { validate, failures } = await load(nested, "ajv");
    expect(failures).toBeUndefined();
    expect(validate({ b: { c: "1" }, d: 1 })).toBe(false);
    expect(validate.errors).toMatchObject([
      { instancePath: "", keyword: "required", params: { missingProperty: "a" } },
    ]);
    expect(validate({ a: "x", b: { c: "1" } })).toBe(false);
    expect(validate.errors).toMatchObject([{ instancePath: "/b/c", keyword: "type" }]);
    expect(validate({ a: "x" })).toBe(true);
    expect(validate.errors).toBe(null);
  });

  it("take fields that every object inherits for what they are", async () => {
    const { validate } = await load(
      parse(
        '{"type": "object", "properties": {"__proto__": {"type": "integer"}, "constructor": {"type": "string"}}, "required": ["toString"], "additionalProperties": {"type": "boolean"}}',
      ) as JsonSchema,
    );
    expect(validate(parse('{"toString": true, "__proto__": 5, "constructor": "x", "valueOf": true}'))).toBe(
      true,
    );
    expect(validate(parse('{"constructor": "x"}'))).toBe(false);
    expect(validate(parse('{"toString": true, "__proto__": "5"}'))).toBe(false);
    expect(validate(parse('{"toString": true, "valueOf": 5}'))).toBe(false);
  });

  it("compare enum values by content, whatever their keys are called", async () => {
    const { validate } = await load(
      parse('{"properties": {"__proto__": true}, "enum": [{"__proto__": 1, "a": [1, null]}]}') as JsonSchema,
    );
    expect(validate(parse('{"a": [1, null], "__proto__": 1}'))).toBe(true);
    expect(validate(parse('{"a": [1, null]}'))).toBe(false);
    expect(validate(parse('{"a": [1, 0], "__proto__": 1}'))).toBe(false);
  });

  it("refuse numbers that JSON does not know", async () => {
    const { validate } = await load({ type: "number" });
    expect([Number.NaN, Number.POSITIVE_INFINITY, 1].map((value) => validate(value))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("are the same whatever was compiled before", async () => {
    const schema = { type: "object", properties: { a: { enum: [{ x: 1 }] } } } as const;
    const { code } = await compileValidator(schema);
    await compileValidator({ type: "string", pattern: "a", minLength: 2 });
    expect((await compileValidator(structuredClone(schema))).code).toBe(code);
  });

  it("of all models load nothing and make no code, and run where making code is forbidden", async () => {
    const main: string[] = [];
    for (const [name, model] of goldenCases) {
      for (const { path, content } of await emitArtefacts(model)) {
        if (!path.endsWith(".js")) continue;
        const code = content.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/^\/\/.*/gm, "");
        expect(code, `${name}/${path}`).not.toMatch(/(?<![.\w])(?:require|eval|import|Function)\b/);
        mkdirSync(dirname(join(folder, name, path)), { recursive: true });
        writeFileSync(join(folder, name, path), content);
        main.push(
          `await import(${JSON.stringify(`./${name}/${path}`)}).then(({ validate }) => validate({ a: [{}] }));\n`,
        );
      }
    }
    writeFileSync(join(folder, "main.js"), `${main.join("")}console.log(${main.length});\n`);
    const output = execFileSync(process.execPath, ["--disallow-code-generation-from-strings", "main.js"], {
      cwd: folder,
    });
    expect(Number(output)).toBe(main.length);
    expect(main.length).toBeGreaterThan(40);
  });
});
