import type { JsonSchema } from "../../../src/contract/json-schema.js";
import { matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { type Engine, judging } from "./engine.js";

/** The engine that puts mistakes into words. */
export function interpreter(artefact: string, schema: JsonSchema): Engine {
  return { name: "interpreter", artefact, judge: judging((value) => matchesSchema(schema, schema, value)) };
}
