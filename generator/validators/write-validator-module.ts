import type { JsonSchema } from "../../src/contract/json-schema.js";
import { literal } from "../emit/code.js";
import { CheckWriter } from "./check-writer.js";
import { schemaPlaces } from "./schema-places.js";
import { isSupported } from "./supported-schema.js";

/**
 * The text of an ES module that checks values with a schema and needs nothing else. It exports `schema`; `validate`, which gives
 * the verdict and makes no garbage; and `failures`, which gives all that is wrong as `evaluateSchema` would. Undefined
 * for a schema with keywords that only another back end knows.
 */
export function writeValidatorModule(schema: JsonSchema): string | undefined {
  const places = schemaPlaces(schema);
  if (!isSupported(schema, places)) return undefined;
  const writer = new CheckWriter(schema, places);
  const check = writer.rootCheck();
  const collect = writer.module.helper("collect");
  const memory = writer.module.calls("failUnion", "failName") ? "memory: new Map(), " : "";
  return `export const schema = ${literal(schema)};

${writer.module}

export function validate(value) {
  return !${check}(value);
}

export function failures(value) {
  const c = { failures: [], ${memory}path: [], own: schema, data: value, start: 0 };
  ${collect}(c, ${check});
  return c.failures;
}
`;
}
