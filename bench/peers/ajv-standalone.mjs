// Writes ajv's standalone modules, which are compiled ahead as provc's validators are.
import standalone from "ajv/dist/standalone/index.js";
import { discriminated, newAjv, unionSchema } from "./ajv.mjs";

/** The text of a CommonJS module with the validator of a schema. */
export function standaloneModule(schema) {
  const ajv = newAjv({ inlineRefs: false, code: { source: true, lines: true } });
  return standalone.default(ajv, ajv.compile(schema));
}
/** The text of the standalone module of the whole union. */
export const standaloneUnion = (providers) => standaloneModule(unionSchema(providers, discriminated));
