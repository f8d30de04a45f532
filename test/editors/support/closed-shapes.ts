import fc from "fast-check";
import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";

/** A schema of a closed object in one of the shapes that schemas of configs have, and an object that it accepts. */
export interface ClosedShape {
  readonly schema: JsonSchemaObject;
  readonly valid: { readonly [name: string]: string };
}

/** Names that are alike and names that are not, of every length that misspellings treat in a way of its own. */
const names = [
  "id",
  "url",
  "host",
  "hosts",
  "port",
  "path",
  "region",
  "timeout",
  "endpoint",
  "endpoints",
].concat(["client_id", "client_secret", "schemaPath", "max_retries", "compression", "number_of_replicas"]);

/** Fields that an object must have, and fields that it may have. */
interface Fields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const object = ({ required, optional }: Fields): JsonSchemaObject => ({
  type: "object",
  properties: Object.fromEntries([...required, ...optional].map((name) => [name, { type: "string" }])),
  required,
});

const filled = ({ required }: Fields): { [name: string]: string } =>
  Object.fromEntries(required.map((name) => [name, "x"]));

/** Five groups of fields, no name in two of them. */
const groups: fc.Arbitrary<readonly [Fields, Fields, Fields, Fields, Fields]> = fc
  .tuple(
    fc.shuffledSubarray(names, { minLength: names.length }),
    fc.array(fc.tuple(fc.nat(2), fc.nat(1)), { minLength: 5, maxLength: 5 }),
  )
  .map(([shuffled, counts]) => {
    const rest = [...shuffled];
    const [a, b, c, d, e] = counts.map(([required, optional]) => ({
      required: rest.splice(0, required),
      optional: rest.splice(0, optional),
    }));
    const none = { required: [], optional: [] };
    return [a ?? none, b ?? none, c ?? none, d ?? none, e ?? none];
  });

const reference = (name: string): JsonSchemaObject => ({ $ref: `#/$defs/${name}` });
const tagged = (kind: string, fields: Fields): JsonSchemaObject => {
  const { properties, required = [] } = object(fields);
  return { properties: { kind: { const: kind }, ...properties }, required: ["kind", ...required] };
};

type Shape = (fields: readonly [Fields, Fields, Fields, Fields, Fields], side: boolean) => ClosedShape;

const shapes: { readonly [name: string]: Shape } = {
  plain: ([own]) => ({ schema: object(own), valid: filled(own) }),
  extending: ([own, base, further]) => ({
    schema: {
      ...object(own),
      allOf: [reference("base")],
      $defs: { base: { ...object(base), allOf: [reference("further")] }, further: object(further) },
    },
    valid: { ...filled(own), ...filled(base), ...filled(further) },
  }),
  "extending twice": ([own, base, other, optional]) => ({
    schema: {
      ...object(own),
      allOf: [reference("base")],
      properties: {
        ...object(own).properties,
        nested: { ...object(optional), required: [], allOf: [reference("base")] },
      },
      $defs: { base: { ...object(base), allOf: [object(other)] } },
    },
    valid: { ...filled(own), ...filled(base), ...filled(other) },
  }),
  "of one kind or the other": ([own, one, other], side) => ({
    schema: {
      ...object(own),
      oneOf: [reference("one"), tagged("other", other)],
      $defs: { one: tagged("one", one) },
    },
    valid: { kind: side ? "one" : "other", ...filled(own), ...filled(side ? one : other) },
  }),
  "with one part or the other": ([own, one, other], side) => {
    const parts: readonly [Fields, Fields] = [
      { ...one, required: [...one.required, "first"] },
      { ...other, required: [...other.required, "second"] },
    ];
    return {
      schema: { ...object(own), oneOf: parts.map(object) },
      valid: { ...filled(own), ...filled(parts[side ? 0 : 1]) },
    };
  },
  "with some part": ([own, one, other], side) => {
    const parts: readonly [Fields, Fields] = [
      { ...one, required: [...one.required, "first"] },
      { ...other, required: [...other.required, "second"] },
    ];
    return {
      schema: { ...object(own), anyOf: parts.map(object) },
      valid: { ...filled(own), ...filled(parts[side ? 0 : 1]) },
    };
  },
  "with parts behind a reference": ([own, one, other, further], side) => ({
    schema: {
      ...object(own),
      allOf: [reference("either")],
      $defs: {
        either: { anyOf: [reference("first"), reference("second")] },
        first: { ...object({ ...one, required: ["first", ...one.required] }), allOf: [reference("further")] },
        second: object({ ...other, required: ["second", ...other.required] }),
        further: object(further),
      },
    },
    valid: side
      ? { ...filled(own), first: "x", ...filled(one), ...filled(further) }
      : { ...filled(own), second: "x", ...filled(other) },
  }),
  "one of whole objects": ([one, other, third]) => ({
    schema: { oneOf: [tagged("one", one), tagged("other", other), tagged("third", third)] },
    valid: { kind: "other", ...filled(other) },
  }),
  "on a condition that may not hold": ([own, one, other], side) => ({
    schema: {
      ...object({ ...own, optional: ["mode", ...own.optional] }),
      if: { properties: { mode: { const: "a" } }, required: ["mode"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { ...object(one), allOf: [reference("other")] },
      $defs: { other: object(other) },
    },
    valid: side ? { mode: "a", ...filled(own), ...filled(one), ...filled(other) } : filled(own),
  }),
  "on a condition": ([own, one, other], side) => ({
    schema: {
      ...object({ ...own, required: ["mode", ...own.required] }),
      if: { properties: { mode: { const: "a" } }, required: ["mode"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: object(one),
      else: object(other),
    },
    valid: { mode: side ? "a" : "b", ...filled(own), ...filled(side ? one : other) },
  }),
  "where a field needs others": ([own, one, other]) => ({
    schema: {
      ...object({ required: ["use", ...own.required], optional: [...own.optional, ...one.required] }),
      dependentRequired: { use: one.required },
      dependentSchemas: { use: object(other) },
    },
    valid: { use: "x", ...filled(own), ...filled(one), ...filled(other) },
  }),
};

/** Any of the shapes, under its name. */
export const closedShapes: fc.Arbitrary<readonly [name: string, shape: ClosedShape]> = fc
  .tuple(fc.constantFrom(...Object.keys(shapes)), groups, fc.boolean())
  .map(([name, fields, side]) => [name, (shapes[name] as Shape)(fields, side)]);
