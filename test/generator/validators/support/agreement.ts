import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { compileWithAjv } from "../../../../generator/emit/validators/compile-with-ajv.js";
import { loadSecondEngine, type SecondEngine } from "../../../../generator/verify/engines/second-engine.js";
import type { JsonSchema } from "../../../../src/contract/json-schema.js";
import { evaluateSchema } from "../../../../src/validation/evaluation/evaluate-schema.js";
import { usesUnevaluated } from "../../../../src/validation/schemas/prepare-schema.js";
import { arbitrarySchema, arbitraryValue } from "../../../validation/support/arbitrary-schema.js";
import { soupSchema, soupValue, strangeValue } from "./arbitrary-soup.js";
import { loadValidator, type OwnValidator, runValidatorModule } from "./load-validator.js";

/** What a run came to. */
export interface Agreement {
  /** Values whose verdicts were compared. */
  readonly cases: number;
  readonly refused: number;
  /** Cases of schemas with `unevaluatedProperties` or `unevaluatedItems`, which the second engine judged, too. */
  readonly unevaluated: number;
  /** Schemas that were left to ajv. */
  readonly unsupported: number;
}

/**
 * Compares our own validators with ajv's and with the interpreter on random schemas and values: the verdict, and every failure;
 * where it matters what has been described before, also with an engine that shares no code with any of them. Throws with the
 * smallest counterexample.
 */
export async function checkAgreement(settings: { numRuns: number; seed?: number }): Promise<Agreement> {
  const count = { cases: 0, refused: 0, unevaluated: 0, unsupported: 0 };
  const secondEngine = await loadSecondEngine();
  const compare = async (schema: JsonSchema, values: readonly unknown[], strange: readonly unknown[]) => {
    const own = loadValidator(schema);
    if (own === undefined) {
      count.unsupported++;
      return;
    }
    const ajv = await ajvValidator(schema);
    for (const value of [...values, ...strange]) {
      const verdict = own.validate(value);
      count.cases++;
      if (!verdict) count.refused++;
      const failures = own.failures(value);
      const context = (): string => `${show(value)} with ${JSON.stringify(schema)}`;
      if (ajv !== undefined && verdict !== ajv.validate(value))
        throw new Error(`ajv says ${!verdict} of ${context()}`);
      if (verdict !== (failures.length === 0))
        throw new Error(`failures do not fit the verdict on ${context()}`);
      if (strange.includes(value)) continue;
      const expected = evaluateSchema(own.schema, own.schema, value).failures;
      if (!isDeepStrictEqual(failures, expected)) {
        throw new Error(`the interpreter finds ${show(expected)}, not ${show(failures)}, in ${context()}`);
      }
    }
    if (usesUnevaluated(schema)) count.unevaluated += await compareWith(secondEngine, own, values);
  };
  const property = (schema: fc.Arbitrary<JsonSchema>, value: fc.Arbitrary<unknown>) =>
    fc.asyncProperty(
      schema,
      fc.array(value, { minLength: 1, maxLength: 12 }),
      fc.array(strangeValue, { maxLength: 3 }),
      compare,
    );
  await fc.assert(property(soupSchema, soupValue), settings);
  await fc.assert(property(arbitrarySchema, arbitraryValue), settings);
  return count;
}

async function compareWith(
  secondEngine: SecondEngine,
  { schema, validate }: OwnValidator,
  values: readonly unknown[],
): Promise<number> {
  // It takes references for addresses, in which there are no spaces, and a value given twice in `enum` for a mistake.
  const text = JSON.stringify(schema).replaceAll("#/$defs/two words", "#/$defs/two%20words");
  const engine = await secondEngine("the schema", JSON.parse(text) as JsonSchema);
  const verdicts = await engine.judge(values);
  if (typeof verdicts[0] === "string" && verdicts[0].includes("Invalid Schema")) return 0;
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict === validate(values[index])) continue;
    throw new Error(
      `the second engine says ${verdict} of ${show(values[index])} with ${JSON.stringify(schema)}`,
    );
  }
  return verdicts.length;
}

/** Undefined where ajv is no help, because it does not find its way back to the root. */
async function ajvValidator(schema: JsonSchema): Promise<Pick<OwnValidator, "validate"> | undefined> {
  try {
    return runValidatorModule((await compileWithAjv(schema)).code);
  } catch {
    return undefined;
  }
}

const show = (value: unknown): string => fc.stringify(value);
