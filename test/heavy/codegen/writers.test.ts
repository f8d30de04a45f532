import { describe, test } from "vitest";
import { countAtOnce, killWriters, writeAtOnce, writers } from "../../generator/codegen/process-scenarios.js";

const all = writers();
const delays = Array.from({ length: 40 }, (_, index) => index * 1.3);

describe("kill -9", () => {
  test.each(delays)("of one writer leaves all old or all new output (after %f ms)", (delay) =>
    killWriters(all, 1, delay),
  );
  test.each(delays.slice(0, 10))("of five writers does, too (after %f ms)", (delay) =>
    killWriters(all, 5, delay),
  );
});

test("eight writers at once do not disturb each other", () => writeAtOnce(all, 8, 25));

test("eight processes never do their work at the same time", () => countAtOnce(all, 8, 400));
