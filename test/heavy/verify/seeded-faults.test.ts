import { describe, expect, it } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import type { Disagreement } from "../../../generator/verify/verification.js";
import { verifyArtefacts } from "../../../generator/verify/verify-artefacts.js";
import { modelOf, withKind } from "../../generator/model/support.js";
import { alter } from "../../verify/support/fixtures.js";

const model = await modelOf(
  withKind(
    "title: Storage\ndescription: Keeps things.\nconfig: {at: storage, form: keyed, selector: use, map: stores}",
    "one: {module: ./src/one.ts, schema: ./one.yaml}\ntwo: {module: ./src/two.ts, schema: ./two.yaml}",
  ),
  {
    "one.yaml": [
      "type: object",
      "required: [name]",
      "properties:",
      "  name: {type: string, minLength: 2}",
      "  port: {type: integer, minimum: 1, maximum: 99}",
      "  tags: {type: array, items: {type: string}, maxItems: 3}",
      "  retry: {type: object, properties: {times: {type: integer}}}",
    ].join("\n"),
    "two.yaml": "type: object\nproperties: {key: {type: string, pattern: '^[a-z]+$'}}\n",
  },
);
const files = await emitArtefacts(model);

async function find(altered: readonly OutputFile[]): Promise<readonly Disagreement[]> {
  return (await verifyArtefacts(model, altered, { seed: 1, cases: 420 })).disagreements;
}

/** A JSON file with something changed in it. */
const json =
  <Schema>(change: (schema: Schema) => void) =>
  (content: string): string => {
    const schema = JSON.parse(content);
    change(schema);
    return JSON.stringify(schema);
  };

/** A validator that answers some values by itself. */
const answering =
  (answer: string) =>
  (code: string): string =>
    code.replace(/export function validate\(value\) \{/, `$&\n  ${answer}`);

describe("a fault that is put into an artefact by hand is found and made small", () => {
  it("without one there is nothing to find", async () => {
    expect(await find(files)).toEqual([]);
  });

  it("a validator that accepts a number too many", async () => {
    const path = "storage/providers/one.validator.js";
    const found = await find(
      alter(files, path, answering("if (value?.port === 100) value = { ...value, port: 99 };")),
    );
    expect(found).toMatchObject([
      {
        ...{ subject: "storage/one", kind: "storage", provider: "one", engine: "validator", artefact: path },
        ...{ expected: false, keywords: ["maximum"] },
        verdicts: { ajv: false, interpreter: false, hyperjump: false, types: true },
      },
    ]);
    expect(Object.keys(found[0]?.value as object).sort()).toEqual(["name", "port"]);
  });

  it("a validator that refuses what is valid", async () => {
    const path = "storage/providers/one.validator.js";
    const found = await find(alter(files, path, answering("if (value?.tags?.length === 2) return false;")));
    expect(found.map(({ engine, expected, keywords }) => ({ engine, expected, keywords }))).toEqual([
      { engine: "validator", expected: true, keywords: [] },
    ]);
    expect(found[0]?.value).toEqual({ name: expect.stringMatching(/^..$/), tags: ["", ""] });
  });

  it("a validator that forgets a field called constructor", async () => {
    const path = "storage/providers/two.validator.js";
    const change = answering(
      "if (value && Object.hasOwn(value, 'constructor')) { ({ constructor: _, ...value } = value); }",
    );
    expect(await find(alter(files, path, change))).toMatchObject([
      {
        subject: "storage/two",
        engine: "validator",
        keywords: ["additionalProperties"],
        value: { constructor: 0 },
      },
    ]);
  });

  it("a validator that cannot be imported, and one that throws", async () => {
    const path = "storage/providers/two.validator.js";
    const [broken] = await find(alter(files, path, () => "export const = 1;"));
    expect(broken?.verdicts.validator).toMatch(/^it cannot be used: SyntaxError/);
    const [throwing] = await find(alter(files, path, answering("value.key.length;")));
    expect(throwing?.verdicts.validator).toMatch(/^it fails: TypeError/);
  });

  it("an editor schema that has lost one keyword", async () => {
    const path = "schemas/storage.editor.schema.json";
    type Fields = { properties: { port: { maximum?: number } } };
    type Editor = { definitions: { "storage.one": { allOf: [unknown, Fields] } } };
    const found = await find(
      alter(
        files,
        path,
        json<Editor>((schema) => {
          const [, fields] = schema.definitions["storage.one"].allOf;
          delete fields.properties.port.maximum;
        }),
      ),
    );
    expect(found.map(({ engine, artefact, keywords }) => ({ engine, artefact, keywords }))).toEqual([
      { engine: "editor schema (ajv)", artefact: path, keywords: ["maximum"] },
      { engine: "editor schema (hyperjump)", artefact: path, keywords: ["maximum"] },
    ]);
  });

  it("a validation schema with a bound that is off by one", async () => {
    const path = "storage/providers/one.schema.json";
    const found = await find(
      alter(
        files,
        path,
        json<{ properties: { tags: { maxItems: number } } }>((schema) => {
          schema.properties.tags.maxItems += 1;
        }),
      ),
    );
    expect(found).toMatchObject([
      {
        engine: "hyperjump",
        artefact: path,
        expected: false,
        keywords: ["maxItems"],
        value: { tags: ["", "", "", ""] },
      },
    ]);
  });

  it("a type that lacks a field", async () => {
    const change = (code: string): string => code.replace(/^ {2}tags\?: .*\n/m, "");
    const found = await find(alter(files, "storage/providers/one.config.ts", change));
    expect(new Set(found.map(({ engine, expected }) => `${engine} ${expected}`))).toEqual(
      new Set(["types true"]),
    );
    expect(found[0]?.value).toEqual({ name: expect.stringMatching(/^..$/), tags: [] });
  });

  it("a type that is wider than the schema", async () => {
    const change = (code: string): string => code.replace("name: string;", "name?: string;");
    const found = await find(alter(files, "storage/providers/one.config.ts", change));
    expect(found).toContainEqual(
      expect.objectContaining({ engine: "types", expected: false, keywords: ["required"], value: {} }),
    );
  });
});
