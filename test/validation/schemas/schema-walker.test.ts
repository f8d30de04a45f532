// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { toDottedPath } from "../../../src/source/json-pointer.js";
import type { BranchChoice } from "../../../src/validation/schemas/in-place-schemas.js";
import { schemasAt, walkSchema } from "../../../src/validation/schemas/schema-walker.js";

/** The places that a schema marks with a note, by path; absent ones with a question mark. */
function marked(schema: JsonSchema, value: unknown, choice?: BranchChoice): string[] {
  return [...walkSchema(schema, value, choice)].flatMap(({ path, present, schemas }) => {
    const notes = schemas.flatMap(({ note }) => (typeof note === "string" ? [note] : []));
    return notes.length > 0 ? [`${toDottedPath(path)}${present ? "" : "?"}=${notes.join("+")}`] : [];
  });
}
const note = (text: string, more: object = {}): JsonSchema => ({ note: text, ...more });

describe("walking a value with its schema", () => {
  it.each<[string, JsonSchema, unknown, readonly string[]]>([
    ["fields, present and absent", { properties: { a: note("A"), b: note("B") } }, { b: 1 }, ["b=B", "a?=A"]],
    [
      "fields in the order of the value",
      { properties: { a: note("A"), b: note("B") } },
      { b: 1, a: 1 },
      ["b=B", "a=A"],
    ],
    ["references", { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: note("X") } }, { a: 1 }, ["a=X"]],
    [
      "a note beside a reference",
      { properties: { a: { $ref: "#/$defs/x", note: "own" } }, $defs: { x: note("X") } },
      { a: 1 },
      ["a=own+X"],
    ],
    [
      "all parts",
      { allOf: [{ properties: { a: note("1") } }, { properties: { a: note("2") } }] },
      { a: 1 },
      ["a=1+2"],
    ],
    [
      "items",
      { properties: { l: { prefixItems: [note("first")], items: note("rest") } } },
      { l: [1, 2] },
      ["l[0]=first", "l[1]=rest"],
    ],
    ["maps", { additionalProperties: note("any"), properties: { a: {} } }, { a: 1, b: 2 }, ["b=any"]],
    [
      "patterns",
      { patternProperties: { "^x": note("P") }, properties: { xa: note("A") } },
      { xa: 1, xb: 2, y: 3 },
      ["xa=A+P", "xb=P"],
    ],
    [
      "deep places",
      { properties: { a: { items: { properties: { b: note("B") } } } } },
      { a: [{}, { b: 1 }] },
      ["a[0].b?=B", "a[1].b=B"],
    ],
    ["recursion", { properties: { n: { $ref: "#" }, v: note("V") } }, { n: { v: 1 } }, ["n.v=V", "v?=V"]],
    ["fields with names of objects", { properties: { constructor: note("C") } }, {}, ["constructor?=C"]],
    ["fields set to undefined as absent", { properties: { a: note("A") } }, { a: undefined }, ["a?=A"]],
  ])("finds %s", (_what, schema, value, expected) => {
    expect(marked(schema, value)).toEqual(expected);
  });

  const union: JsonSchema = {
    oneOf: [
      { properties: { kind: { const: "a" }, x: note("X", { type: "string" }) }, required: ["kind", "x"] },
      { properties: { kind: { const: "b" }, y: note("Y") }, required: ["kind", "y"] },
    ],
  };
  it.each<[BranchChoice, unknown, readonly string[]]>([
    ["likely", { kind: "b", y: 1 }, ["y=Y"]],
    // Neither branch fits, but the tag rules the first one out.
    ["likely", { kind: "b" }, ["y?=Y"]],
    ["likely", { kind: "a", x: 1 }, ["x=X"]],
    ["likely", { kind: "c" }, ["x?=X", "y?=Y"]],
    ["fitting", { kind: "b" }, []],
    ["fitting", { kind: "b", y: 1 }, ["y=Y"]],
    ["every", { kind: "b", y: 1 }, ["y=Y", "x?=X"]],
    ["none", { kind: "b", y: 1 }, []],
  ])("follows branches: %s of %j", (choice, value, expected) => {
    expect(marked(union, value, choice)).toEqual(expected);
  });

  it("follows the side of a condition that holds", () => {
    const schema = {
      if: { required: ["a"] },
      then: { properties: { b: note("then") } },
      else: { properties: { b: note("else") } },
    };
    expect(marked(schema, { a: 1, b: 1 })).toEqual(["b=then"]);
    expect(marked(schema, { b: 1 })).toEqual(["b=else"]);
    expect(marked(schema, { b: 1 }, "every")).toEqual(["b=then+else"]);
  });

  it("ends on a value that holds itself", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(marked({ properties: { self: { $ref: "#" }, a: note("A") } }, value)).toEqual(["a?=A"]);
  });

  it("answers for a single path", () => {
    const schema = { properties: { a: { items: { properties: { b: note("B") } } } } };
    expect(schemasAt(schema, { a: [{ b: 1 }] }, ["a", 0, "b"])).toEqual([note("B")]);
    expect(schemasAt(schema, {}, ["a", 0, "b"])).toEqual([note("B")]);
    expect(schemasAt(schema, {}, ["x", "y"])).toEqual([]);
    expect(schemasAt(schema, {}, ["__proto__"])).toEqual([]);
  });
});
