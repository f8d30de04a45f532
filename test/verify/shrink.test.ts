import { expect, it } from "vitest";
import { Random } from "../../generator/verify/cases/random.js";
import { shrink } from "../../generator/verify/shrink.js";

const showing = (predicate: (value: unknown) => boolean) => async (values: readonly unknown[]) =>
  values.map(predicate);

it.each<[string, unknown, (value: unknown) => boolean, unknown]>([
  [
    "leaves out what does not matter",
    { a: [1, { b: "text", c: 2 }], d: null },
    (value) => JSON.stringify(value).includes('"c"'),
    { c: 0 },
  ],
  [
    "keeps fields of any name",
    JSON.parse('{"__proto__":{"x":1},"y":2}'),
    (value) => Object.hasOwn(value as object, "__proto__"),
    JSON.parse('{"__proto__":0}'),
  ],
  ["makes texts short", "abcdef", (value) => typeof value === "string" && value.length > 2, "aaa"],
  ["makes numbers small", 123_456, (value) => typeof value === "number" && value >= 10, 15],
  ["gives back what cannot be smaller", 0, () => true, 0],
])("%s", async (_, value, predicate, smallest) => {
  const answer = await shrink(value, showing(predicate));
  expect(JSON.stringify(answer)).toBe(JSON.stringify(smallest));
});

it("random numbers depend on the seed alone", () => {
  const numbers = (seed: string) => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.below(1000));
  };
  expect(numbers("a")).toEqual(numbers("a"));
  expect(numbers("a")).not.toEqual(numbers("b"));
  expect(numbers("a").every((number) => Number.isInteger(number) && number >= 0 && number < 1000)).toBe(true);
});
