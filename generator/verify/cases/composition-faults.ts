import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { isObject } from "../../../src/validation/json-value.js";
import { isSchema } from "../../../src/validation/schema-keywords.js";
import { referenceOf } from "../../../src/validation/schema-reference.js";
import type { FaultMaker, FaultPlace } from "./fault-place.js";
import { generateValue } from "./generate-value.js";

/** Values of a subschema, alone and put over the present value; two branches of a union at once. */
function fromSchemas(place: FaultPlace, schemas: readonly JsonSchema[]): unknown[] {
  const { root, random, value } = place;
  const made = schemas.flatMap((schema) =>
    [0, 1]
      .map(() => generateValue({ root, random }, schema, "value", 2))
      .filter((item) => item !== undefined),
  );
  const merged = made.flatMap((item, index) => {
    const next = made[(index + 2) % made.length];
    const over = isObject(item) && isObject(value) ? [{ ...value, ...item }] : [];
    const both = isObject(item) && isObject(next) ? [{ ...next, ...item }] : [];
    const halves = isObject(item) ? [Object.fromEntries(Object.entries(item).slice(1))] : [];
    return [...over, ...both, ...halves];
  });
  return [...made, ...merged];
}

const single =
  (keyword: string): FaultMaker =>
  (place) => {
    const part = place.schema[keyword];
    return isSchema(part) ? fromSchemas(place, [part]) : [];
  };

const several =
  (keyword: "allOf" | "anyOf" | "oneOf"): FaultMaker =>
  (place) =>
    fromSchemas(place, place.schema[keyword] ?? []);

const reference: FaultMaker = (place) => {
  const target = referenceOf(place.root, place.schema);
  return target === undefined ? [] : fromSchemas(place, [target]);
};

/** The condition fulfilled and not, with each consequence. */
const condition: FaultMaker = (place) => {
  const { if: asked = true, then: consequence = true, else: alternative = true } = place.schema;
  return fromSchemas(place, [asked, consequence, alternative, { allOf: [asked, consequence] }]);
};

/** What goes wrong with the keywords that combine schemas, by keyword. */
export const compositionFaults: ReadonlyMap<string, FaultMaker> = new Map([
  ["$ref", reference],
  ["allOf", several("allOf")],
  ["anyOf", several("anyOf")],
  ["oneOf", several("oneOf")],
  ["not", single("not")],
  ["if", condition],
  ["then", condition],
  ["else", condition],
]);
