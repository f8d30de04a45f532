import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchema } from "../../../src/validation/schema-keywords.js";
import { type FaultMaker, type FaultPlace, numberOf } from "./fault-place.js";
import { generateValue } from "./generate-value.js";
import { junk } from "./scalar-faults.js";

/** Lists longer than this are not made, whatever a schema allows. */
const LONGEST = 300;

const listOf = ({ value }: FaultPlace): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Items that a schema is likely to accept; `null` where nothing can be made. */
function make({ root, random }: FaultPlace, schema: JsonSchema | undefined, count: number): unknown[] {
  const items = Array.from({ length: Math.min(count, LONGEST) }, () =>
    generateValue({ root, random }, schema ?? true, "item", 2),
  );
  return items.map((item) => item ?? null);
}

const itemSchema = ({ items, unevaluatedItems, contains }: JsonSchemaObject): JsonSchema | undefined =>
  [items, unevaluatedItems, contains].find(isSchema);

const sizes =
  (keyword: string): FaultMaker =>
  (place) => {
    const limit = numberOf(place.schema, keyword) ?? 0;
    return [limit, limit - 1, limit + 1]
      .filter((length) => length >= 0 && length <= LONGEST)
      .map((length) => {
        const kept = listOf(place).slice(0, length);
        return [...kept, ...make(place, itemSchema(place.schema), length - kept.length)];
      });
  };

const twins: FaultMaker = (place) => {
  const list = listOf(place);
  const [first = { a: 1, b: [2] }] = list;
  return [
    [...list, first],
    [first, { b: 2, a: 1 }, { a: 1, b: 2 }],
    [1, true, "1"],
    [0, false, null, ""],
    [[], {}],
  ];
};

/** Lists with as many items that `contains` finds as it asks for, and with one more and one fewer. */
const matching: FaultMaker = (place) => {
  const { schema } = place;
  const { contains } = schema;
  if (!isSchema(contains)) return [];
  const limits = [numberOf(schema, "minContains") ?? 1, numberOf(schema, "maxContains") ?? 1];
  const counts = new Set(
    limits.flatMap((limit) => [limit, limit - 1, limit + 1]).filter((count) => count >= 0),
  );
  const rest = junk.slice(0, 3);
  return [...counts].flatMap((count) => {
    const found = make(place, contains, count);
    return [found, [...rest, ...found], [...listOf(place), ...found]];
  });
};

const additions: FaultMaker = (place) => {
  const list = listOf(place);
  const more = [...junk, ...make(place, itemSchema(place.schema), 2)];
  return [
    ...more.map((item) => [...list, item]),
    ...more.map((item) => [item, ...list.slice(1)]),
    list.slice(0, -1),
    list.slice(1),
    [...list].reverse(),
    [],
  ];
};

/** What goes wrong with the keywords about lists, by keyword. */
export const listFaults: ReadonlyMap<string, FaultMaker> = new Map([
  ["minItems", sizes("minItems")],
  ["maxItems", sizes("maxItems")],
  ["uniqueItems", twins],
  ["contains", matching],
  ["minContains", matching],
  ["maxContains", matching],
  ["items", additions],
  ["prefixItems", additions],
  ["unevaluatedItems", additions],
]);
