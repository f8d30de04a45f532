import { defineConfig } from "vitest/config";
import { base } from "./vitest.config.js";

/** The suites that take minutes: real servers, kill -9, packed tarballs, three compilers. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ["test/heavy/**/*.test.ts"],
    exclude: ["test/heavy/fuzz/**"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
