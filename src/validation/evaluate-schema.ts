import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import type { DocumentPath } from "../source/json-pointer.js";
import { evaluateList, evaluateRemainingItems } from "./evaluate-list.js";
import { evaluateObject, evaluateRemainingFields, isPresent } from "./evaluate-object.js";
import { failedScalarKeywords } from "./evaluate-scalar.js";
import type { Evaluate, Evaluation, Failure } from "./failure.js";
import { isObject } from "./json-value.js";
import { isSchema } from "./schema-keywords.js";
import { resolveReference } from "./schema-reference.js";

/** References that lead from a value to the same value, one after another; more than this is a circle. */
const referenceLimit = 200;

/**
 * Evaluates a value with a schema and keeps the structure of what fails: which branch of a union, which name.
 * Compiled validators give the verdict, which is what has to be fast; this explains it, and answers questions about
 * single subschemas, for which nothing is compiled.
 */
export function evaluateSchema(root: JsonSchema, schema: JsonSchema, value: unknown): Evaluation {
  let references = 0;
  const evaluate: Evaluate = (current, item, path) => {
    if (current === true) return { failures: [], fields: new Set(), items: new Set() };
    if (current === false) {
      return { failures: [{ path, keyword: "false", schema: {}, value: item }], fields: new Set(), items: new Set() };
    }
    const fields = new Set<string>();
    const items = new Set<number>();
    const failures: Failure[] = [];
    const merge = (evaluation: Evaluation): void => {
      failures.push(...evaluation.failures);
      adopt(evaluation, fields, items);
    };
    for (const keyword of failedScalarKeywords(current, item)) {
      failures.push({ path, keyword, schema: current, value: item });
    }
    const target = followReference(root, current);
    if (target !== undefined && references < referenceLimit) {
      references++;
      merge(evaluate(target, item, path));
      references--;
    }
    for (const part of current.allOf ?? []) merge(evaluate(part, item, path));
    failures.push(...evaluateUnions(current, item, path, evaluate, fields, items));
    evaluateConditions(current, item, path, evaluate, merge);
    if (isSchema(current.not) && evaluate(current.not, item, path).failures.length === 0) {
      failures.push({ path, keyword: "not", schema: current, value: item });
    }
    if (Array.isArray(item)) {
      failures.push(...evaluateList(current, item, path, evaluate, items));
      failures.push(...evaluateRemainingItems(current, item, path, evaluate, items));
    } else if (isObject(item)) {
      failures.push(...evaluateObject(current, item, path, evaluate, fields));
      failures.push(...evaluateRemainingFields(current, item, path, evaluate, fields));
    }
    return { failures, fields, items };
  };
  return evaluate(schema, value, []);
}

/** Whether a value satisfies a schema. */
export function matchesSchema(root: JsonSchema, schema: JsonSchema, value: unknown): boolean {
  return evaluateSchema(root, schema, value).failures.length === 0;
}

function followReference(root: JsonSchema, schema: JsonSchemaObject): JsonSchema | undefined {
  const reference = schema.$ref ?? schema.$dynamicRef;
  return typeof reference === "string" ? resolveReference(root, reference) : undefined;
}

/** Only what fits says something about the fields of a value. */
function adopt(evaluation: Evaluation, fields: Set<string>, items: Set<number>): void {
  if (evaluation.failures.length > 0) return;
  for (const field of evaluation.fields) fields.add(field);
  for (const index of evaluation.items) items.add(index);
}

function evaluateUnions(
  schema: JsonSchemaObject,
  value: unknown,
  path: DocumentPath,
  evaluate: Evaluate,
  fields: Set<string>,
  items: Set<number>,
): Failure[] {
  const failures: Failure[] = [];
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    const evaluations = list.map((branch: JsonSchema) => evaluate(branch, value, path));
    for (const evaluation of evaluations) adopt(evaluation, fields, items);
    const fitting = evaluations.flatMap(({ failures: found }, index) => (found.length === 0 ? [index] : []));
    if (fitting.length === 0) {
      const branches = evaluations.map((evaluation) => evaluation.failures);
      failures.push({ path, keyword, schema, value, branches });
    } else if (keyword === "oneOf" && fitting.length > 1) {
      failures.push({ path, keyword, schema, value, indices: fitting });
    }
  }
  return failures;
}

function evaluateConditions(
  schema: JsonSchemaObject,
  value: unknown,
  path: DocumentPath,
  evaluate: Evaluate,
  merge: (evaluation: Evaluation) => void,
): void {
  if (isSchema(schema.if)) {
    const condition = evaluate(schema.if, value, path);
    const holds = condition.failures.length === 0;
    if (holds) merge(condition);
    const consequence = holds ? schema.then : schema.else;
    if (isSchema(consequence)) merge(evaluate(consequence, value, path));
  }
  if (isObject(schema.dependentSchemas) && isObject(value)) {
    for (const [trigger, part] of Object.entries(schema.dependentSchemas)) {
      if (isPresent(value, trigger) && isSchema(part)) merge(evaluate(part, value, path));
    }
  }
}
