import { expect, it } from "vitest";
import { countParts, withinTime } from "../../../generator/manifest/within-time.js";

it("gives what the work gives, and lets its errors through", () => {
  expect(withinTime(() => 6 * 7)).toEqual({ result: 42 });
  expect(() =>
    withinTime(() => {
      throw new RangeError("mine");
    }),
  ).toThrow(new RangeError("mine"));
});

it("gives up work without end", () => {
  const endless = () => {
    for (;;);
  };
  expect(withinTime(endless)).toBeUndefined();
});

it("gives large values more time", () => {
  const work = () => {
    const end = performance.now() + 700;
    while (performance.now() < end);
    return "done";
  };
  expect(withinTime(work)).toBeUndefined();
  expect(withinTime(work, 10_000)).toEqual({ result: "done" });
});

it("counts the parts of a value, as far as it has to", () => {
  expect(countParts({ a: [1, { b: null }], c: "text" })).toBe(6);
  let value: unknown = 1;
  for (let depth = 0; depth < 40; depth++) value = [value, value];
  expect(countParts(value)).toBe(50_000);
});
