import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { compileWithAjv } from "../../../../generator/emit/compile-with-ajv.js";
import { schemaPlaces } from "../../../../generator/validators/schema-places.js";
import type { JsonSchema } from "../../../../src/contract/json-schema.js";
import { evaluateSchema } from "../../../../src/validation/evaluate-schema.js";
import { arbitrarySchema, arbitraryValue } from "../../../validation/support/arbitrary-schema.js";
import { soupSchema, soupValue, strangeValue } from "./arbitrary-soup.js";
import { loadValidator, type OwnValidator, runValidatorModule } from "./load-validator.js";

/** What a run came to. */
export interface Agreement {
  /** Values whose verdicts were compared. */
  readonly cases: number;
  readonly refused: number;
  /** Schemas that were left to ajv. */
  readonly unsupported: number;
}

/**
 * Compares our own validators with ajv's and with the interpreter on random schemas and values: the verdict, and every failure.
 * Throws with the smallest counterexample.
 */
export async function checkAgreement(settings: { numRuns: number; seed?: number }): Promise<Agreement> {
  const count = { cases: 0, refused: 0, unsupported: 0 };
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

/**
 * Undefined where ajv is no help: it does not find its way back to some roots, and for `contains` it takes what it found in the
 * list before: an empty list passes that comes after one that fits.
 */
async function ajvValidator(schema: JsonSchema): Promise<Pick<OwnValidator, "validate"> | undefined> {
  const parts = [...schemaPlaces(schema).keys()];
  const misled = parts.some(
    ({ contains, maxContains, prefixItems }) =>
      contains !== undefined && (maxContains === undefined || prefixItems !== undefined),
  );
  if (misled) return undefined;
  try {
    return runValidatorModule((await compileWithAjv(schema)).code);
  } catch {
    return undefined;
  }
}

const show = (value: unknown): string => fc.stringify(value);
