import type { JsonSchema } from "../../src/contract/json-schema.js";
import { literal } from "../emit/code.js";
import { CheckWriter } from "./check-writer.js";
import { isSupported } from "./supported-schema.js";

/**
 * The text of an ES module that checks values with a schema and needs nothing else. It exports `schema`; `validate`, which gives
 * the verdict and makes no garbage; and `failures`, which gives all that is wrong as `evaluateSchema` would. Undefined
 * for a schema with keywords that only another back end knows.
 */
export function writeValidatorModule(schema: JsonSchema): string | undefined {
  if (!isSupported(schema)) return undefined;
  const writer = new CheckWriter(schema);
  const check = writer.rootCheck();
  return `export const schema = ${literal(schema)};

${writer.module}

export function validate(value) {
  return !${check}(value);
}

export function failures(value) {
  const c = { failures: [], memory: new Map(), start: 0, own: schema, data: value, schema, value };
  ${check}(value, c);
  return c.failures;
}
`;
}
