import { describe, expect, it } from "vitest";
import { runSuiteFile, suiteFiles } from "./support/run-test-suite.js";

describe("the official test suite passes through codegen's loader and the emitted validators", () => {
  // Formats have tests of their own; those of the suite are in the heavy one.
  it.each(suiteFiles.filter((file) => !file.startsWith("optional/format/")))("%s", async (file) => {
    const { wrong, refused, tests } = await runSuiteFile(file, "auto");
    const { "validator (ajv)": byAjv = [], ...others } = wrong;
    expect(others).toEqual({});
    // ajv does not count what nested keywords say of items; the run time asks the interpreter there.
    if (byAjv.length > 0) expect(byAjv).toMatchSnapshot("wrong verdicts of ajv");
    if (refused.length > 0) expect(refused).toMatchSnapshot("refused");
    expect(tests + refused.length).toBeGreaterThan(0);
  });
});
