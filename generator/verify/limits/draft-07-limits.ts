import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { declaredFields } from "../../../src/validation/schemas/declared-fields.js";
import { declaredItems } from "../../emit/traversal/declared-items.js";
import type { Limits } from "../engines/engine.js";
import { weakenSchema } from "./weaken-schema.js";

/**
 * What an editor schema promises: it accepts whatever is valid, and refuses all that draft-07 has words for. It has none
 * for how many items `contains` finds, for the formats `duration` and `uuid`, and for what other parts of a schema have said of a field or an item.
 */
export function draft07Limits(schema: JsonSchema): Limits {
  return {
    accepts: schema,
    refuses: weakenSchema(schema, (part) => weaken(schema, part)),
    lacks: (keyword) => LACKING.has(keyword),
  };
}

const LACKING: ReadonlySet<string> = new Set([
  "contains",
  "format",
  "maxContains",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const COMPOSITION = ["$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "contains"];
const isComposed = (part: JsonSchemaObject): boolean =>
  COMPOSITION.some((keyword) => part[keyword] !== undefined);

function weaken(root: JsonSchema, part: JsonSchemaObject): JsonSchemaObject {
  return withoutOtherItems(root, withoutOtherFields(root, withoutCounts(withoutNewFormats(part))));
}

/** Draft-07 does not know them, and says nothing of formats that it does not know. */
const NEW_FORMATS: ReadonlySet<unknown> = new Set(["duration", "uuid"]);

function withoutNewFormats(part: JsonSchemaObject): JsonSchemaObject {
  const { format, ...rest } = part;
  return NEW_FORMATS.has(format) ? rest : part;
}

function withoutCounts(part: JsonSchemaObject): JsonSchemaObject {
  const { minContains, maxContains, contains, ...rest } = part;
  if (minContains === 0 && maxContains === 0) return part;
  return contains === undefined || minContains === 0 ? rest : { ...rest, contains };
}

/** What is said of all other fields holds for those that are described nowhere. */
function withoutOtherFields(root: JsonSchema, part: JsonSchemaObject): JsonSchemaObject {
  const { unevaluatedProperties, ...rest } = part;
  if (unevaluatedProperties === undefined || !isComposed(part)) return part;
  const declared = declaredFields(root, rest);
  if (declared.open) return rest;
  const all = (names: Iterable<string>): [string, JsonSchema][] => Array.from(names, (name) => [name, true]);
  const closed: JsonSchemaObject = {
    properties: Object.fromEntries(all(declared.names)),
    patternProperties: Object.fromEntries(all(declared.patterns)),
    additionalProperties: unevaluatedProperties,
  };
  return { allOf: [rest, closed] };
}

/** The same of items: those after every item that is described somewhere. */
function withoutOtherItems(root: JsonSchema, part: JsonSchemaObject): JsonSchemaObject {
  const { unevaluatedItems, ...rest } = part;
  if (unevaluatedItems === undefined || !isComposed(part)) return part;
  const { count, open } = declaredItems(root, rest);
  if (open) return rest;
  return {
    allOf: [
      rest,
      { prefixItems: Array.from({ length: count }, () => true), items: unevaluatedItems as JsonSchema },
    ],
  };
}
