import { describe, expect, test } from "vitest";
import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { hasKeyword, mapSubschemas, standsAlone } from "../../src/validation/schema-keywords.js";

describe("mapSubschemas", () => {
  const schema: JsonSchemaObject = {
    title: "t",
    properties: { a: { type: "string" }, b: true },
    allOf: [{ minProperties: 1 }, { maxProperties: 2 }],
    items: { type: "integer" },
    enum: [{ properties: { a: {} } }],
  };

  test("gives the schema itself where every subschema stays", () => {
    expect(mapSubschemas(schema, (part) => part)).toBe(schema);
  });

  test("replaces what is a schema, keeps the rest and the order, and leaves the original alone", () => {
    const before = structuredClone(schema);
    const seen: string[] = [];
    const mapped = mapSubschemas(schema, (part, keyword, key) => {
      seen.push(`${keyword} ${key}`);
      return typeof part === "boolean" ? part : { ...part, title: keyword };
    });
    expect(seen).toEqual(["properties a", "properties b", "allOf 0", "allOf 1", "items undefined"]);
    expect(JSON.stringify(mapped)).toBe(
      JSON.stringify({
        title: "t",
        properties: { a: { type: "string", title: "properties" }, b: true },
        allOf: [
          { minProperties: 1, title: "allOf" },
          { maxProperties: 2, title: "allOf" },
        ],
        items: { type: "integer", title: "items" },
        enum: schema.enum,
      }),
    );
    expect(schema).toEqual(before);
  });

  test("a field called __proto__ is one like any other", () => {
    const hostile = JSON.parse('{"properties":{"__proto__":{"type":"string"},"a":{"type":"string"}}}');
    const mapped = mapSubschemas(hostile, (): JsonSchema => ({ type: "null" }));
    expect(JSON.stringify(mapped)).toBe('{"properties":{"__proto__":{"type":"null"},"a":{"type":"null"}}}');
    expect(Object.getPrototypeOf(mapped.properties)).toBe(Object.prototype);
  });
});

test("hasKeyword looks at what a schema has itself", () => {
  expect(hasKeyword({ type: "string", pattern: "a" }, new Set(["pattern"]))).toBe(true);
  expect(hasKeyword({ type: "string" }, new Set(["pattern", "toString"]))).toBe(false);
});

test("standsAlone: no schema inside, and none referred to", () => {
  expect(standsAlone({ type: "string", enum: ["a"], "x-secret": true })).toBe(true);
  for (const keyword of ["properties", "items", "if", "allOf", "$ref", "$dynamicRef", "$defs"]) {
    expect(standsAlone({ type: "object", [keyword]: {} }), keyword).toBe(false);
  }
});
