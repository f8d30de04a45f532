import { mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

/** The suites that take minutes: real servers, kill -9, packed tarballs, three compilers. */
const heavy = mergeConfig(base, {
  test: { testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false },
});
heavy.test.include = ["test/heavy/**/*.test.ts"];
heavy.test.exclude = ["test/heavy/fuzz/**"];
export default heavy;
