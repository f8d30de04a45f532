import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runTsc, typeScriptVersions } from "../../generator/emit/type-script.js";
import { checkCases } from "../../types/check-cases.js";

const goldenFolder = fileURLToPath(new URL("../../golden", import.meta.url));

/** The default suite has the same with the fastest of the compilers. */
describe.each(typeScriptVersions)("%s", (version) => {
  it("accepts the types of registries and definitions, and no mistake with them", async () => {
    expect(await checkCases(version)).toBe("");
  });

  it("type-checks generated code under strict options, with all the type tests of its users", async () => {
    expect((await runTsc(version, goldenFolder)).findings).toEqual([]);
  });
});
