// Writes ajv's standalone modules, which are compiled ahead as provc's validators are.
import standalone from "ajv/dist/standalone/index.js";
import { discriminated, newAjv, unionSchema } from "./ajv.mjs";

/** The text of a CommonJS module with the validator of a schema. It stops at the first error, unless told otherwise. */
export function standaloneModule(schema, options = {}) {
  const ajv = newAjv({ inlineRefs: false, code: { source: true, lines: true }, ...options });
  return standalone.default(ajv, ajv.compile(schema));
}
/** The text of the standalone module of the whole union. */
export const standaloneUnion = (providers) => standaloneModule(unionSchema(providers, discriminated));
