import { expect, test } from "vitest";
import { withoutEnvironmentRequirements } from "../../../../generator/emit/traversal/environment-requirements.js";

const key = { type: "string", "x-env": "APP_KEY" } as const;
const region = { type: "string" } as const;

test("what the environment may give is not asked for, neither always nor beside another field", () => {
  const schema = {
    type: "object",
    required: ["key", "region"],
    properties: { key, region, agent: { type: "string" } },
    dependentRequired: { agent: ["key", "region"], region: ["key"] },
  } as const;
  expect(withoutEnvironmentRequirements(schema, schema)).toEqual({
    ...schema,
    required: ["region"],
    dependentRequired: { agent: ["region"], region: [] },
  });
});

test("a schema that asks for nothing of the kind stays the same object", () => {
  const schema = {
    required: ["region"],
    properties: { key, region },
    dependentRequired: { key: ["region"] },
  };
  expect(withoutEnvironmentRequirements(schema, schema)).toBe(schema);
  const onlyKey = { required: ["key"], properties: { key } };
  expect(withoutEnvironmentRequirements(onlyKey, onlyKey)).toEqual({ properties: { key } });
});
