import { expect, it } from "vitest";
import {
  hugeSchemas,
  longestFunction,
  optimisationLimit,
} from "../../generator/validators/support/bytecode.js";

it.each(Object.entries(hugeSchemas))("no function for %s is too long to be optimised", (_, schema) => {
  expect(longestFunction(schema)).toBeLessThanOrEqual(optimisationLimit);
});
