import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { schemaFields } from "../../../generator/emit/documentation/schema-fields.js";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import type { OutputFile } from "../../../generator/emit/output-file.js";
import { compileValidator } from "../../../generator/emit/validators/compile-validator.js";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { goldenCases } from "./golden-cases.js";

interface Catalogue {
  readonly document?: object;
  readonly kinds: readonly {
    readonly id: string;
    readonly config?: object;
    readonly providers: readonly {
      readonly id: string;
      readonly schema: string;
      readonly validator: string;
      readonly example?: unknown;
    }[];
  }[];
}

const jsonAt = (files: readonly OutputFile[], path: string): unknown =>
  JSON.parse(files.find((file) => file.path === path)?.content ?? "null");

describe.each([...goldenCases])("examples of %s", (_name, model) => {
  it("in the catalogue are valid configs", async () => {
    const files = await emitArtefacts(model);
    const { kinds } = jsonAt(files, "catalogue.json") as Catalogue;
    const paths = new Set(files.map(({ path }) => path));
    for (const provider of kinds.flatMap(({ providers }) => providers)) {
      expect(paths.has(provider.schema) && paths.has(provider.validator)).toBe(true);
      const schema = jsonAt(files, provider.schema) as JsonSchema;
      const { validate } = await compileValidator(schema);
      if ("example" in provider) expect(validate(provider.example), provider.id).toBe(true);
      else expect(schema).toMatchObject({ not: {} });
    }
  });

  it("in the reference are valid documents, one for each provider", async () => {
    const files = await emitArtefacts(model);
    const { kinds, document } = jsonAt(files, "catalogue.json") as Catalogue;
    for (const kind of kinds) {
      const docs = files.find(({ path }) => path === `docs/${kind.id}.md`)?.content ?? "";
      const blocks = [...docs.matchAll(/^(`{3,})yaml\n([\s\S]*?)^\1$/gm)].map(
        (match) => parse(match[2] ?? "") as unknown,
      );
      expect(blocks.length).toBe(kind.providers.filter((provider) => "example" in provider).length);
      if (document === undefined || kind.config === undefined) continue;
      const { validate } = await compileValidator(
        jsonAt(files, "schemas/document.schema.json") as JsonSchema,
      );
      for (const block of blocks) expect(validate(block), JSON.stringify(block)).toBe(true);
    }
  });
});

describe("the fields of a schema", () => {
  it("are listed with all that is said of them, through references and compositions", () => {
    const fields = schemaFields({
      type: "object",
      required: ["hosts", "auth"],
      properties: {
        hosts: {
          type: "array",
          items: {
            type: "object",
            properties: { port: { type: "integer", minimum: 1, maximum: 9, default: 5 } },
          },
        },
        auth: { $ref: "#/$defs/auth", description: "How to log in." },
        labels: {
          type: "object",
          additionalProperties: {
            type: "object",
            required: ["x"],
            properties: { x: { type: ["string", "null"] } },
          },
        },
        mode: { enum: ["a", 1], deprecated: true },
        either: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
        tree: { $ref: "#/$defs/tree" },
      },
      oneOf: [
        { properties: { one: { const: 1 } }, required: ["one"] },
        { properties: { two: { type: "string", format: "uri" } } },
      ],
      allOf: [{ required: ["mode"] }],
      $defs: {
        auth: {
          type: "object",
          properties: { token: { type: "string", "x-secret": true, "x-env": "TOKEN", default: "canary" } },
        },
        tree: {
          type: "object",
          properties: { children: { type: "array", items: { $ref: "#/$defs/tree" } } },
        },
      },
    });
    const plain = { required: false, description: "", secret: false, deprecated: false };
    expect(fields).toEqual([
      { ...plain, path: "hosts", type: "list of object", required: true },
      { ...plain, path: "hosts[].port", type: "integer (1 to 9)", default: "5" },
      { ...plain, path: "auth", type: "object", required: true, description: "How to log in." },
      { ...plain, path: "auth.token", type: "string", secret: true, environment: "TOKEN" },
      { ...plain, path: "labels", type: "map of object" },
      { ...plain, path: "labels.*.x", type: "string or null", required: true },
      { ...plain, path: "mode", type: '"a" or 1', required: true, deprecated: true },
      { ...plain, path: "either", type: "string or list of string" },
      { ...plain, path: "tree", type: "object" },
      { ...plain, path: "tree.children", type: "list of object" },
      { ...plain, path: "one", type: "1" },
      { ...plain, path: "two", type: "string (uri)" },
    ]);
  });
});
