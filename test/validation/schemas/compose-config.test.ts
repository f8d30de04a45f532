// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import { describe, expect, it } from "vitest";
import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { ChoicePlacement } from "../../../src/contract/kind.js";
import { matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { closeObjects } from "../../../src/validation/schemas/close-objects.js";
import { commonFields, composeConfig } from "../../../src/validation/schemas/compose-config.js";

const inline: ChoicePlacement = { at: ["db"], form: "inline", selector: "engine" };
const keyed: ChoicePlacement = { at: ["backend"], form: "keyed", selector: "provider", map: "providers" };
const shared: JsonSchemaObject = {
  description: "Shared by all.",
  properties: { path: { type: "string" }, strategy: { enum: ["a", "b"] } },
  required: ["path"],
};
const compose = (own: JsonSchema, common: JsonSchemaObject | null = shared): JsonSchemaObject =>
  composeConfig({
    placement: inline,
    id: "raw",
    own,
    ...(common ? { shared: common } : {}),
  }) as JsonSchemaObject;
const accepts = (schema: JsonSchema, value: unknown): boolean => matchesSchema(schema, schema, value);

describe("the keyed form", () => {
  it("is the provider's own schema, closed", () => {
    const own = { properties: { a: {} } };
    expect(composeConfig({ placement: keyed, id: "x", shared, own })).toEqual(closeObjects(own));
    expect(composeConfig({ id: "x", own: true })).toBe(true);
    expect(commonFields(keyed, shared)).toEqual([]);
  });
});

describe("the inline form", () => {
  it("is one object: selector, shared fields, own fields, in this order", () => {
    const schema = compose({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Raw",
      properties: { dialect: {}, table: {} },
      required: ["table"],
    });
    expect(schema).toEqual({
      title: "Raw",
      type: "object",
      properties: {
        engine: { const: "raw" },
        path: { type: "string" },
        strategy: { enum: ["a", "b"] },
        dialect: {},
        table: {},
      },
      required: ["engine", "path", "table"],
      additionalProperties: false,
    });
    expect(Object.keys(schema.properties ?? {})).toEqual(["engine", "path", "strategy", "dialect", "table"]);
    expect(commonFields(inline, shared)).toEqual(["engine", "path", "strategy"]);
    expect(commonFields(inline, undefined)).toEqual(["engine"]);
  });

  it("is the same whether the shared fields are closed already or not", () => {
    for (const own of [{ properties: { a: {} } }, {}, true, { oneOf: [{ properties: { a: {} } }] }]) {
      expect(compose(own, closeObjects(shared) as JsonSchemaObject)).toEqual(compose(own, shared));
    }
  });

  it.each<[string, JsonSchema, readonly object[], readonly object[]]>([
    ["a schema that lists no fields is open", {}, [{ x: 1 }], [{ strategy: "c" }]],
    ["`true` is open", true, [{ x: 1 }], []],
    ["`false` accepts nothing", false, [], [{}, { x: 1 }]],
    ["an empty list of fields is closed", { properties: {} }, [{}], [{ x: 1 }]],
    [
      "an open schema stays open",
      { properties: { a: {} }, additionalProperties: { type: "number" } },
      [{ x: 1 }],
      [{ x: "1" }],
    ],
    [
      "a closed schema does not shut out the shared fields",
      { properties: { a: {} }, additionalProperties: false },
      [{ a: 1 }],
      [{ x: 1 }],
    ],
    [
      "a union has the shared fields in each branch",
      {
        oneOf: [
          { properties: { a: {} }, required: ["a"] },
          { properties: { b: {} }, required: ["b"] },
        ],
      },
      [{ a: 1 }, { b: 1, strategy: "a" }],
      [{}, { a: 1, c: 1 }, { a: 1, b: 1 }],
    ],
    [
      "a reference is followed",
      { $ref: "#/$defs/own", $defs: { own: { properties: { a: {} } } } },
      [{ a: 1 }],
      [{ b: 1 }],
    ],
    [
      "a schema that refers to itself means itself without the selector",
      { properties: { child: { $ref: "#" }, v: {} } },
      [{ child: { child: { v: 1 } } }],
      [{ child: { engine: "raw" } }, { child: { w: 1 } }],
    ],
    [
      "rules for names are for the provider's own",
      { properties: { aa: {} }, propertyNames: { maxLength: 2 } },
      [{ aa: 1, strategy: "a" }],
      [{ aaa: 1 }],
    ],
    [
      "a field that is shared too has to satisfy both",
      { properties: { strategy: { enum: ["b", "c"] } } },
      [{ strategy: "b" }],
      [{ strategy: "a" }, { strategy: "c" }],
    ],
    [
      "a condition applies",
      { properties: { a: {}, b: {} }, if: { required: ["a"] }, then: { required: ["b"] } },
      [{ a: 1, b: 1 }, {}],
      [{ a: 1 }],
    ],
    ["a schema of something else accepts nothing", { type: "string" }, [], [{}, { x: 1 }]],
  ])("%s", (_what, own, good, bad) => {
    const schema = compose(own);
    for (const value of good)
      expect([value, accepts(schema, { engine: "raw", path: "p", ...value })]).toEqual([value, true]);
    for (const value of bad)
      expect([value, accepts(schema, { engine: "raw", path: "p", ...value })]).toEqual([value, false]);
    expect(accepts(schema, { path: "p", ...good[0] })).toBe(false);
    expect(accepts(schema, { engine: "raw", ...good[0] })).toBe(false);
    expect(accepts(schema, { engine: "other", path: "p", ...good[0] })).toBe(false);
  });

  it("keeps definitions of the same name apart", () => {
    const schema = compose(
      { properties: { a: { $ref: "#/$defs/t" } }, $defs: { t: { type: "number" }, same: { type: "null" } } },
      {
        properties: {
          s: { $ref: "#/$defs/t" },
          n: { $ref: "#/$defs/same" },
          d: { $ref: "#/$defs/t/properties/x" },
        },
        $defs: { t: { type: "string", properties: { x: { type: "boolean" } } }, same: { type: "null" } },
      },
    );
    expect(Object.keys(schema.$defs ?? {})).toEqual(["t", "same", "tShared"]);
    expect(accepts(schema, { engine: "raw", a: 1, s: "x", n: null, d: true })).toBe(true);
    expect(accepts(schema, { engine: "raw", a: "x" })).toBe(false);
    expect(accepts(schema, { engine: "raw", s: 1 })).toBe(false);
    expect(accepts(schema, { engine: "raw", d: 1 })).toBe(false);
  });

  it("keeps what the shared fields demand of the whole", () => {
    const schema = compose(
      { properties: { a: {} } },
      { ...shared, anyOf: [{ required: ["strategy"] }, { required: ["a"] }] },
    );
    expect(accepts(schema, { engine: "raw", path: "p", a: 1 })).toBe(true);
    expect(accepts(schema, { engine: "raw", path: "p" })).toBe(false);
    expect(accepts(schema, { engine: "raw", path: "p", a: 1, b: 1 })).toBe(false);
  });

  it("works without shared fields, and describes the selector where a schema does", () => {
    const schema = compose({ properties: { engine: { description: "Which engine." }, a: {} } }, null);
    expect(schema.properties?.engine).toEqual({ description: "Which engine.", const: "raw" });
    expect(schema.required).toEqual(["engine"]);
  });
});
