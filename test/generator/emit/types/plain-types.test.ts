import fc from "fast-check";
import { expect, test } from "vitest";
import { compileDeclaration } from "../../../../generator/emit/types/compile-types.js";
import { plainDeclaration } from "../../../../generator/emit/types/plain-types.js";
import type { TypeSchema } from "../../../../generator/emit/types/type-schema.js";

const words = ["string", "number", "boolean", "null", "unknown", "never", "AConfigRetry"];
const literals = [
  '"a"',
  '"b c"',
  '"*/"',
  '"//"',
  '"{"',
  '"("',
  '"\\\\"',
  '"\\""',
  '"a | b"',
  "1",
  "-2.5",
  "1e21",
];
const others = ["Record<string, never>", "true", '{"a":1}', '["a","b"]'];

const descriptions = fc.oneof(
  fc.constantFrom(
    "A text.",
    "Two\nlines.",
    "With\n\n@default 1",
    "@deprecated",
    " spaced",
    "end ",
    "a\n b",
    "{ (",
  ),
  fc.stringMatching(/^[ -~\n]{1,12}$/).map((text) => text.replaceAll("*/", "")),
);
const keys = fc.oneof(
  fc.constantFrom(
    "name",
    "a-b",
    "9",
    "length",
    "type",
    "items",
    "$ref",
    "id",
    "title",
    "constructor",
    'q"uote',
    "é",
  ),
  fc.stringMatching(/^[a-z$_]{1,6}$/),
);
const described = (schemas: fc.Arbitrary<TypeSchema>): fc.Arbitrary<TypeSchema> =>
  fc
    .tuple(schemas, fc.option(descriptions, { nil: undefined }))
    .map(([schema, description]) => (description === undefined ? schema : { ...schema, description }));

const { schema: schemas } = fc.letrec<{ schema: TypeSchema }>((tie) => ({
  schema: described(
    fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom(...words, ...words, ...literals, ...others).map((tsType): TypeSchema => ({ tsType })),
      fc
        .tuple(
          fc.dictionary(keys, tie("schema"), { maxKeys: 4 }),
          fc.array(fc.nat(3), { maxLength: 3 }),
          fc.oneof(fc.constant(false), tie("schema")),
        )
        .map(([properties, places, additionalProperties]): TypeSchema => {
          const required = places.flatMap((place) => Object.keys(properties)[place] ?? []);
          return { type: "object", properties, required, additionalProperties };
        }),
      tie("schema").map((items): TypeSchema => ({ type: "array", items })),
      fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf): TypeSchema => ({ anyOf })),
    ),
  ),
}));

test("what is printed without the compiler is what the compiler prints", async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(schemas, async (schema) => {
      const text = plainDeclaration("AConfig", schema);
      if (text === undefined) return;
      plain++;
      expect(text).toBe(await compileDeclaration("AConfig", schema));
    }),
    { numRuns: 1500 },
  );
  expect(plain).toBeGreaterThan(300);
}, 30_000);

test("intersections, tuples and named members beside an index signature are left to the compiler", () => {
  const text: TypeSchema = { tsType: "string" };
  expect(plainDeclaration("A", { allOf: [text, text] })).toBeUndefined();
  expect(plainDeclaration("A", { type: "array", items: [text], additionalItems: false })).toBeUndefined();
  const properties = { a: { tsType: "number" } };
  expect(plainDeclaration("A", { type: "object", properties, additionalProperties: text })).toBeUndefined();
});
