import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../src/contract/json-schema.js";
import { schemaChecker } from "../../src/validation/checkers/schema-checker.js";
import { matchesSchema } from "../../src/validation/evaluation/evaluate-schema.js";

const one = { const: 1 };

/** Schemas of lists in which ajv's own definitions take over what they found before. */
const schemas: readonly JsonSchema[] = [
  { items: { contains: one } },
  { items: { contains: one, minContains: 2 } },
  { items: { contains: one, maxContains: 1 } },
  { items: { contains: one, minContains: 0, maxContains: 1 } },
  { items: { prefixItems: [{ type: "integer" }], contains: one, maxContains: 1 } },
  { items: { prefixItems: [{ type: "integer" }, { type: "integer" }], uniqueItems: true } },
  { items: { prefixItems: [{ type: "integer" }, true], items: { type: "string" } } },
  { items: { anyOf: [{ prefixItems: [one, one] }, { contains: { const: "a" } }] } },
  { items: { contains: true, maxContains: 2 } },
];
const lists = [[], [1], ["a"], [1, 1], [1, "a"], [2, 2], [1, 1, "a"], [2, 1, 1], [1, 2, 2]];

describe("lists are checked each on its own", () => {
  it.each(schemas)("%j", async (schema) => {
    const checker = await schemaChecker(schema);
    const verdicts = new Set<boolean>();
    for (const value of lists.flatMap((first) => lists.map((second) => [first, second]))) {
      const { issues } = await checker.check(value, { at: [] });
      expect(issues.length === 0, JSON.stringify(value)).toBe(matchesSchema(schema, schema, value));
      verdicts.add(issues.length === 0);
    }
    expect(verdicts.size).toBe(2);
  });
});
