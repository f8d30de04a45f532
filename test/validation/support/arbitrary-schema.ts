// biome-ignore-all lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
import fc from "fast-check";
import type { JsonSchema } from "../../../src/contract/json-schema.js";

const names = ["a", "b", "c", "port", "kind", "__proto__", "constructor"];
const name = fc.constantFrom(...names);
const scalar = fc.oneof(
  fc.constantFrom("", "a", "b", "abc", "é😀", "2024-02-29", "1.2.3.4"),
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(0.5, 1.5, 1e21),
  fc.boolean(),
  fc.constant(null),
);

/** Values that use the fields which the schemas speak of. */
export const arbitraryValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "value" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.boolean(),
  fc
    .constantFrom("string", "number", "integer", "boolean", "null", "array", "object")
    .map((type) => ({ type })),
  fc.constant({ type: ["string", "integer"] }),
  scalar.map((value) => ({ const: value })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
  fc.record({ minimum: fc.integer({ min: -2, max: 5 }), maximum: fc.integer({ min: 0, max: 9 }) }),
  fc.constantFrom<JsonSchema>(
    { exclusiveMinimum: 0, multipleOf: 2 },
    { minLength: 2, pattern: "^[a-z]+$" },
    { maxLength: 1 },
    { format: "date" },
    { format: "ipv4", type: "string" },
    { minItems: 1, uniqueItems: true },
    { maxItems: 1 },
    { minProperties: 2 },
    { maxProperties: 1 },
    { required: ["a"] },
    { required: ["constructor"] },
    { dependentRequired: { a: ["b"], b: ["c"] } },
    { propertyNames: { maxLength: 4 } },
    { $ref: "#/$defs/one" },
    { $ref: "#/$defs/two" },
  ),
);

const structure = (tie: fc.LetrecLooselyTypedTie): fc.Arbitrary<JsonSchema> => {
  const schema = tie("schema") as fc.Arbitrary<JsonSchema>;
  const list = fc.array(schema, { minLength: 1, maxLength: 3 });
  const fields = fc
    .array(fc.tuple(name, schema), { minLength: 1, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
  const required = fc.subarray(names);
  const optional = fc.option(schema, { nil: undefined });
  const drop = (value: object): JsonSchema =>
    Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({
          properties: fields,
          required: fc.option(required, { nil: undefined, freq: 1 }),
          additionalProperties: optional,
        })
        .map(drop),
    },
    {
      weight: 1,
      arbitrary: fc.record({ properties: fields, unevaluatedProperties: schema, allOf: list }).map(drop),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        patternProperties: schema.map((part) => ({ "^[ab]$": part })),
        properties: fields,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ items: schema, prefixItems: fc.option(list, { nil: undefined }) }).map(drop),
    },
    { weight: 1, arbitrary: fc.record({ contains: schema, minContains: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ prefixItems: list, unevaluatedItems: schema }) },
    { weight: 2, arbitrary: fc.record({ allOf: list, properties: fields }) },
    { weight: 2, arbitrary: list.map((anyOf) => ({ anyOf })) },
    { weight: 2, arbitrary: list.map((oneOf) => ({ oneOf })) },
    { weight: 1, arbitrary: fc.record({ properties: fields, oneOf: list }) },
    { weight: 1, arbitrary: schema.map((not) => ({ not })) },
    {
      weight: 2,
      arbitrary: fc.record({ if: schema, then: schema, else: optional, properties: fields }).map(drop),
    },
    { weight: 1, arbitrary: fc.record({ dependentSchemas: fields }) },
    {
      weight: 1,
      arbitrary: fc.record({ $ref: fc.constantFrom("#/$defs/one", "#/$defs/two"), properties: fields }),
    },
  );
};

/** Schemas of every applicator and most keywords, with two definitions that may refer to themselves through fields. */
export const arbitrarySchema: fc.Arbitrary<Exclude<JsonSchema, boolean>> = fc
  .tuple(
    fc.letrec<{ schema: JsonSchema }>((tie) => ({
      schema: fc.oneof({ maxDepth: 4, depthIdentifier: "schema" }, leaf, structure(tie)),
    })).schema,
    fc.array(leaf, { minLength: 1, maxLength: 2 }),
    fc.boolean(),
  )
  .map(([schema, [first = true, second = first], close]) => {
    const plain = typeof schema === "boolean" ? { allOf: [schema] } : schema;
    const closable =
      close && plain.properties === undefined && !JSON.stringify(plain).includes('"unevaluated');
    const root = closable ? { ...plain, unevaluatedProperties: false } : plain;
    const own = (part: JsonSchema): JsonSchema =>
      typeof part === "object" && part.$ref !== undefined ? true : part;
    return {
      ...root,
      $defs: {
        one: { properties: { a: own(first), kind: { $ref: "#/$defs/two" } } },
        two: { anyOf: [own(second), { properties: { b: { $ref: "#/$defs/one" } }, required: ["b"] }] },
      },
    };
  });
