import { expect, it } from "vitest";
import { countParts, withinTime } from "../../../generator/manifest/within-time.js";

/** Waits without working, as a process does while others have the processor. */
const waitFor = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

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

it("tries again what others have kept from the processor", () => {
  let begun = 0;
  const late = () => {
    begun++;
    if (begun === 1) waitFor(5_000);
    return begun;
  };
  expect(withinTime(late)).toEqual({ result: 2 });
});

it("gives large values more time", () => {
  let begun = 0;
  const work = () => {
    begun++;
    const end = performance.now() + 700;
    while (performance.now() < end);
    return begun;
  };
  expect(withinTime(work)).not.toEqual({ result: 1 });
  begun = 0;
  expect(withinTime(work, 10_000)).toEqual({ result: 1 });
});

it("counts the parts of a value, as far as it has to", () => {
  expect(countParts({ a: [1, { b: null }], c: "text" })).toBe(6);
  let value: unknown = 1;
  for (let depth = 0; depth < 40; depth++) value = [value, value];
  expect(countParts(value)).toBe(200_000);
});
