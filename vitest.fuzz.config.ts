import heavy from "./vitest.heavy.config.js";

/** Ten minutes of fuzzing (FUZZ_SECONDS); beside the other heavy suites, since it mostly keeps one core busy. */
export default { ...heavy, test: { ...heavy.test, include: ["test/heavy/fuzz/**/*.test.ts"], exclude: [] } };
