import type { JsonSchema } from "../../src/contract/json-schema.js";
import { matchesSchema } from "../../src/validation/evaluation/evaluate-schema.js";
import type { Engine, Verdict } from "./engines/engine.js";

/** What one engine's verdict on a value amounts to. */
export type Judgement =
  | "agrees"
  /** It accepts what is invalid, for want of a way to express the keyword at fault. */
  | "cannot-express"
  /** It refuses what is valid, because its language makes it ask for more. */
  | "stricter"
  | "disagrees";

/** Compares a verdict with what the schema says. */
export function compareVerdict(
  { limits }: Engine,
  schema: JsonSchema,
  value: unknown,
  verdict: Verdict,
): Judgement {
  if (verdict === undefined) return "agrees";
  if (typeof verdict === "string") return "disagrees";
  const expected = matchesSchema(schema, schema, value);
  if (verdict === expected) return "agrees";
  if (limits === undefined) return "disagrees";
  if (verdict) return matchesSchema(limits.refuses, limits.refuses, value) ? "cannot-express" : "disagrees";
  return matchesSchema(limits.accepts, limits.accepts, value) ? "disagrees" : "stricter";
}
