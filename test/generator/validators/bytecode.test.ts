import { expect, it } from "vitest";
import { largeSchemas, longestFunction, optimisationLimit } from "./support/bytecode.js";

it.each(Object.entries(largeSchemas))("no function for %s is too long to be optimised", (_, schema) => {
  const longest = longestFunction(schema);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThanOrEqual(optimisationLimit);
});
