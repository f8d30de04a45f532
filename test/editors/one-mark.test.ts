import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonMarks } from "./support/json-marks.js";
import { linesOf, misspeltDocument, misspeltObjects } from "./support/misspelt-shapes.js";

it("editors mark as many mistakes in keys as provc tells, and on the same lines", async () => {
  await fc.assert(
    fc.asyncProperty(misspeltObjects, async (object) => {
      const { text, editorSchema, told } = misspeltDocument([object]);
      const [said, marked] = [await told(), await jsonMarks(editorSchema, text)];
      expect(linesOf(marked), JSON.stringify({ text, said, marked }, null, 2)).toEqual(linesOf(said));
    }),
    { numRuns: 500 },
  );
});
