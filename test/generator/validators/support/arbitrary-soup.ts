// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import fc from "fast-check";
import type { JsonSchema } from "../../../../src/contract/json-schema.js";

const names = ["a", "b", "in", "two words", "__proto__", "constructor", "toString", "1"];
const name = fc.constantFrom(...names);
const text = fc.constantFrom(
  "",
  "a",
  "ab",
  "abc",
  "é😀",
  "😀😀",
  "\ud83d",
  "\ude00\ud83d",
  "2024-02-29",
  "__proto__",
);
const number = fc.constantFrom(-3, -0, 0, 0.1, 0.3, 1, 1.5, 2, 3, 7, 19.99, 1e21, 1e308, 5e-324, 2 ** 53);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

function objectOf<Value>(
  entries: fc.Arbitrary<Value>,
  maxLength: number,
  key: fc.Arbitrary<string> = name,
): fc.Arbitrary<object> {
  return fc.array(fc.tuple(key, entries), { maxLength }).map((pairs) => Object.fromEntries(pairs));
}

/** JSON values of the fields and limits that the schemas speak of. */
export const soupValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "value" },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    objectOf(tie("value"), 5),
  ),
})).value;

/** Values that no JSON text can give. */
export const strangeValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "strange" },
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined),
    fc.constantFrom<unknown>(1n, Symbol.iterator, Math.max, new Date(0), new Map([["a", 1]]), Array(2)),
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    // For ajv `__proto__` is a pattern, and what a pattern matches is not absent when it is undefined.
    objectOf(tie("value"), 3, fc.constantFrom(...names.filter((key) => key !== "__proto__"))),
  ),
})).value;

const anyType = fc.constantFrom("string", "number", "integer", "boolean", "null", "array", "object");
const count = fc.nat(3);
const reference = fc.constantFrom("#", "#/$defs/one", "#/$defs/two words", "#/$defs/__proto__");

/** Schemas in which any keywords may stand side by side, with definitions that lead to themselves. */
export const soupSchema: fc.Arbitrary<Exclude<JsonSchema, boolean>> = fc
  .tuple(
    schemaOf(3),
    fc.record({ one: schemaOf(1), "two words": schemaOf(1) }),
    fc.subarray(["one", "two words"]),
  )
  .map(([schema, definitions, recursive]) => {
    const $defs = Object.fromEntries([
      ...Object.entries(definitions).map(([key, part]) => [
        key,
        recursive.includes(key) ? { properties: { a: { $ref: `#/$defs/${key}` } }, anyOf: [part] } : part,
      ]),
      ["__proto__", { items: { $ref: "#/$defs/one" } }],
    ]);
    const root = typeof schema === "boolean" ? { allOf: [schema] } : schema;
    return { ...root, $defs };
  });

function schemaOf(depth: number): fc.Arbitrary<JsonSchema> {
  const drop = { requiredKeys: [] };
  const scalarKeywords = {
    type: fc.oneof(anyType, fc.uniqueArray(anyType, { minLength: 1, maxLength: 3 })),
    enum: fc.array(fc.oneof(scalar, soupValue), { minLength: 1, maxLength: 12 }),
    const: fc.oneof(scalar, soupValue),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom("^[a-z]+$", "^.$", "/", "\\u{1F600}", "</script>"),
    format: fc.constantFrom("date", "ipv4", "regex", "uuid", "unheard-of"),
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: fc.constantFrom(0.01, 0.1, 0.5, 1, 2, 3, 1e-8),
    title: fc.constant("*/ `${x}` \u2028"),
  };
  const few = (keywords: { readonly [keyword: string]: fc.Arbitrary<unknown> }, most: number) =>
    fc
      .subarray(Object.keys(keywords), { maxLength: most })
      .chain((chosen) =>
        fc.record(
          Object.fromEntries(chosen.map((key) => [key, keywords[key] as fc.Arbitrary<unknown>])),
          drop,
        ),
      ) as fc.Arbitrary<JsonSchema>;
  const leaf = fc.oneof(
    { weight: 1, arbitrary: fc.boolean() },
    { weight: 6, arbitrary: few(scalarKeywords, 3) },
  );
  if (depth === 0) return leaf;
  const inner = schemaOf(depth - 1);
  const list = fc.array(inner, { minLength: 1, maxLength: 3 });
  const fieldNames = fc.uniqueArray(name, { maxLength: 3 });
  const structural = {
    $ref: reference,
    properties: objectOf(inner, 4),
    patternProperties: inner.chain((part) => fc.constantFrom({ "^[ab]$": part }, { o: part, "": part })),
    additionalProperties: inner,
    propertyNames: inner,
    required: fieldNames,
    dependentRequired: objectOf(fieldNames, 2),
    dependentSchemas: objectOf(inner, 2),
    minProperties: count,
    maxProperties: count,
    items: inner,
    prefixItems: list,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    contains: inner,
    minContains: count,
    maxContains: count,
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: inner,
    if: inner,
    then: inner,
    else: inner,
    unevaluatedProperties: inner,
    unevaluatedItems: inner,
  };
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 3, arbitrary: few({ ...structural, type: scalarKeywords.type }, 5) },
    { weight: 1, arbitrary: few({ ...structural, ...scalarKeywords }, 8) },
  );
}
