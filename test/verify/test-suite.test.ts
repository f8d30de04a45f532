import { describe, expect, it } from "vitest";
import { refusedGroups, runSuiteFile, suiteFiles } from "./support/run-test-suite.js";

describe("the official test suite passes through codegen's loader and the emitted validators", () => {
  // Formats have tests of their own; those of the suite are in the heavy one.
  it.each(suiteFiles.filter((file) => !file.startsWith("optional/format/")))("%s", async (file) => {
    const { wrong, refused, tests, backends } = await runSuiteFile(file, "auto");
    expect(wrong).toEqual({});
    expect(refused).toEqual(refusedGroups.get(file) ?? []);
    expect(tests + refused.length).toBeGreaterThan(0);
    // Nothing that codegen accepts is left to ajv.
    expect(backends).toEqual(tests > 0 ? ["provc"] : []);
  });
});

it("the list of refused groups names files of the suite", () => {
  expect([...refusedGroups.keys()].filter((file) => !suiteFiles.includes(file))).toEqual([]);
});
