// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { applyDefaults } from "../../../src/validation/schemas/apply-defaults.js";
import { arbitrarySchema, arbitraryValue } from "../support/arbitrary-schema.js";

const port = { default: 80 };
const cases: readonly [string, JsonSchema, unknown, unknown][] = [
  ["an absent field", { properties: { port } }, {}, { port: 80 }],
  ["a field that is there", { properties: { port } }, { port: 0 }, { port: 0 }],
  ["a field that is null", { properties: { port } }, { port: null }, { port: null }],
  ["a field that is set to undefined", { properties: { port } }, { port: undefined }, { port: 80 }],
  [
    "defaults below a default",
    { properties: { dev: { default: {}, properties: { port } } } },
    {},
    { dev: { port: 80 } },
  ],
  ["an absent object without a default", { properties: { dev: { properties: { port } } } }, {}, {}],
  [
    "lists and maps",
    { items: { additionalProperties: { properties: { port } } } },
    [{ a: {}, b: { port: 1 } }],
    [{ a: { port: 80 }, b: { port: 1 } }],
  ],
  [
    "tuples",
    { prefixItems: [{ properties: { port } }], items: { properties: { host: { default: "h" } } } },
    [{}, {}],
    [{ port: 80 }, { host: "h" }],
  ],
  [
    "patterns",
    { patternProperties: { "^s": { properties: { port } } } },
    { s1: {}, t: {} },
    { s1: { port: 80 }, t: {} },
  ],
  ["references", { properties: { a: { $ref: "#/$defs/p" } }, $defs: { p: port } }, {}, { a: 80 }],
  [
    "recursion",
    { properties: { v: port, next: { $ref: "#" } } },
    { next: { next: {} } },
    { v: 80, next: { v: 80, next: { v: 80 } } },
  ],
  [
    "all parts",
    { allOf: [{ properties: { port } }, { properties: { host: { default: "h" } } }] },
    {},
    { port: 80, host: "h" },
  ],
  [
    "the branch that fits",
    {
      oneOf: [
        { properties: { kind: { const: "a" }, x: { default: 1 } }, required: ["kind"] },
        { properties: { kind: { const: "b" }, y: { default: 2 } }, required: ["kind"] },
      ],
    },
    { kind: "b" },
    { kind: "b", y: 2 },
  ],
  [
    "no branch where none fits",
    { anyOf: [{ properties: { k: { const: 1 }, x: { default: 1 } } }] },
    { k: 2 },
    { k: 2 },
  ],
  [
    "no branch where several of a oneOf fit",
    { oneOf: [{ properties: { x: { default: 1 } } }, { properties: { y: { default: 2 } } }] },
    {},
    {},
  ],
  [
    "every branch of an anyOf that fits, the first winning",
    {
      anyOf: [
        { properties: { x: { default: 1 } } },
        { properties: { x: { default: 2 }, y: { default: 2 } } },
      ],
    },
    {},
    { x: 1, y: 2 },
  ],
  [
    "a branch that a default decides",
    {
      properties: { mode: { default: "tls" } },
      if: { properties: { mode: { const: "tls" } } },
      then: { properties: { port: { default: 443 } } },
      else: { properties: { port } },
    },
    {},
    { mode: "tls", port: 443 },
  ],
  [
    "the other branch",
    { if: { required: ["a"] }, then: { properties: { x: port } }, else: { properties: { y: port } } },
    {},
    { y: 80 },
  ],
  [
    "dependent schemas",
    { dependentSchemas: { a: { properties: { port } }, b: { properties: { z: port } } } },
    { a: 1 },
    { a: 1, port: 80 },
  ],
  ["nothing in not", { not: { properties: { port }, required: ["zz"] } }, {}, {}],
  ["values that are no objects", { properties: { port } }, "text", "text"],
  ["a boolean schema", true, { a: 1 }, { a: 1 }],
];

describe("defaults", () => {
  it.each(cases)("are applied to %s", (_what, schema, value, expected) => {
    const before = structuredClone(value);
    expect(applyDefaults(schema, value)).toEqual(expected);
    expect(value).toEqual(before);
  });

  it("never change the value or the schema, and are copied for each use", () => {
    const schema = { items: { properties: { list: { default: [1] } } } };
    const [one, two] = applyDefaults(schema, [{}, {}]) as { list: number[] }[];
    expect(one?.list).not.toBe(two?.list);
    one?.list.push(2);
    expect(schema.items.properties.list.default).toEqual([1]);
  });

  it("share what needs no default", () => {
    const value = { a: { b: 1 }, c: {} };
    const schema = {
      properties: { a: { properties: { b: { default: 2 } } }, c: { properties: { d: { default: 3 } } } },
    };
    const result = applyDefaults(schema, value) as typeof value;
    expect(result.a).toBe(value.a);
    expect(applyDefaults(schema, { a: value.a })).toEqual({ a: { b: 1 } });
    const complete = { a: value.a };
    expect(applyDefaults(schema, complete)).toBe(complete);
  });

  it("never touch a prototype", () => {
    const schema = JSON.parse(
      '{"properties": {"__proto__": {"default": {"polluted": true}}, "constructor": {"default": 1}}}',
    );
    const result = applyDefaults(schema, {}) as object;
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result)).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const value = JSON.parse('{"__proto__": {"a": 1}}');
    expect(Object.keys(applyDefaults({ properties: { b: { default: 1 } } }, value) as object)).toEqual([
      "__proto__",
      "b",
    ]);
  });

  it("are the same when applied again, and never remove or change what is there", () => {
    fc.assert(
      fc.property(
        arbitrarySchema,
        arbitraryValue,
        fc.constantFrom("a", "b", "kind"),
        (schema, value, name) => {
          const withDefaults = { ...schema, properties: { ...schema.properties, [name]: { default: 1 } } };
          const before = structuredClone(value);
          const once = applyDefaults(withDefaults, value);
          expect(value).toEqual(before);
          expect(applyDefaults(withDefaults, once)).toEqual(once);
          if (typeof value === "object" && value !== null) expect(once).toMatchObject(value);
        },
      ),
      { numRuns: 300 },
    );
  });
});
