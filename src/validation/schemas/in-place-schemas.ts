import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { isPresent } from "../evaluation/evaluate-object.js";
import { evaluateSchema, matchesSchema } from "../evaluation/evaluate-schema.js";
import { hasJsonType, isObject } from "../json-value.js";
import { isSchema, isSchemaObject } from "../schema-keywords.js";
import { referenceOf } from "../schema-reference.js";

/**
 * Which branches of unions and conditions count:
 * - `every`: all of them, whatever the value is; for questions where missing one would be worse than one too many
 * - `likely`: those that the value fits; if it fits none, those that it does not contradict; if there are none, all
 * - `fitting`: only those that the value fits; of `oneOf`, if it is one
 * - `none`: only what applies to any value
 */
export type BranchChoice = "every" | "likely" | "fitting" | "none";

/**
 * All schemas that apply to a value itself, each once: the given ones, and those that they reach through references,
 * `allOf`, unions and conditions, in the order in which they are reached.
 */
export function inPlaceSchemas(
  root: JsonSchema,
  schemas: readonly JsonSchema[],
  value: unknown,
  choice: BranchChoice,
): JsonSchemaObject[] {
  const found = new Set<JsonSchemaObject>();
  const collect = (current: JsonSchema | undefined): void => {
    if (!isSchemaObject(current) || found.has(current)) return;
    found.add(current);
    collect(referenceOf(root, current));
    for (const part of current.allOf ?? []) collect(part);
    if (choice === "none") return;
    for (const keyword of ["anyOf", "oneOf"] as const) {
      const branches = current[keyword];
      if (!Array.isArray(branches)) continue;
      for (const branch of chooseBranches(root, branches, value, choice, keyword)) collect(branch);
    }
    if (isSchema(current.if)) {
      if (choice === "every") for (const part of [current.if, current.then, current.else]) collect(part);
      else collect(matchesSchema(root, current.if, value) ? current.then : current.else);
    }
    if (isObject(current.dependentSchemas)) {
      for (const [trigger, part] of Object.entries(current.dependentSchemas)) {
        const applies = choice === "every" || (isObject(value) && isPresent(value, trigger));
        if (applies && isSchema(part)) collect(part);
      }
    }
  };
  for (const schema of schemas) collect(schema);
  return [...found];
}

function chooseBranches(
  root: JsonSchema,
  branches: readonly JsonSchema[],
  value: unknown,
  choice: BranchChoice,
  keyword: "anyOf" | "oneOf",
): readonly JsonSchema[] {
  if (choice === "every") return branches;
  const fitting = branches.filter((branch) => matchesSchema(root, branch, value));
  if (choice === "fitting") return keyword === "oneOf" && fitting.length > 1 ? [] : fitting;
  if (fitting.length > 0) return fitting;
  const possible = branches.filter((branch) => !contradicts(root, branch, value));
  return possible.length > 0 ? possible : branches;
}

/** Whether a branch cannot be meant: the value has the wrong type, or a field with a fixed value has another one. */
function contradicts(root: JsonSchema, branch: JsonSchema, value: unknown): boolean {
  return evaluateSchema(root, branch, value).failures.some((failure) => {
    const { keyword, path } = failure;
    if (path.length === 0) return keyword === "type" || keyword === "const" || keyword === "enum";
    return (
      path.length === 1 &&
      (keyword === "const" || (keyword === "enum" && hasJsonType(failure.value, "string")))
    );
  });
}
