import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import type { DocumentPath } from "../../source/json-pointer.js";
import type { Evaluate, Evaluation, Failure } from "../failure.js";
import { isObject } from "../json-value.js";
import { hasKeyword, isSchema } from "../schema-keywords.js";
import { resolveReference } from "../schema-reference.js";
import { evaluateList, evaluateRemainingItems } from "./evaluate-list.js";
import { evaluateObject, evaluateRemainingFields, isPresent } from "./evaluate-object.js";
import { failedScalarKeywords } from "./evaluate-scalar.js";

/**
 * Evaluates a value with a schema and keeps the structure of what fails: which branch of a union, which name.
 * Compiled validators give the verdict, which is what has to be fast; this explains it, and answers questions about
 * single subschemas, for which nothing is compiled.
 */
export function evaluateSchema(root: JsonSchema, schema: JsonSchema, value: unknown): Evaluation {
  // Without a memory, a union of schemas that refer to the union would be evaluated anew in each of its branches, and
  // those of each child again.
  const memory = new EvaluationMemory();
  const evaluate: Evaluate = (current, item, path) => {
    if (current === true) return nothingToSay;
    if (current === false) {
      return { ...nothingToSay, failures: [{ path, keyword: "false", schema: {}, value: item }] };
    }
    const known = memory.recall(current, item, path);
    if (known !== undefined) return known;
    memory.begin(current, item, path);
    const evaluation = evaluateKeywords(root, current, item, path, evaluate);
    memory.keep(current, item, path, evaluation);
    return evaluation;
  };
  return evaluate(schema, value, []);
}

const nothingToSay: Evaluation = { failures: [], fields: new Set(), items: new Set() };

/** The evaluations that have been made; one that is under way says nothing, which ends references in a circle. */
class EvaluationMemory {
  readonly #known = new Map<JsonSchemaObject, Map<unknown, { path: DocumentPath; evaluation: Evaluation }>>();

  recall(schema: JsonSchemaObject, value: unknown, path: DocumentPath): Evaluation | undefined {
    const entry = this.#known.get(schema)?.get(value);
    // The same value may stand in several places; failures name the place.
    const here = entry?.path.length === path.length && entry.path.every((key, index) => key === path[index]);
    return here ? entry?.evaluation : undefined;
  }

  begin(schema: JsonSchemaObject, value: unknown, path: DocumentPath): void {
    this.keep(schema, value, path, nothingToSay);
  }

  keep(schema: JsonSchemaObject, value: unknown, path: DocumentPath, evaluation: Evaluation): void {
    const ofSchema = this.#known.get(schema) ?? new Map();
    this.#known.set(schema, ofSchema.set(value, { path, evaluation }));
  }
}

function evaluateKeywords(
  root: JsonSchema,
  schema: JsonSchemaObject,
  value: unknown,
  path: DocumentPath,
  evaluate: Evaluate,
): Evaluation {
  const fields = new Set<string>();
  const items = new Set<number>();
  const failures: Failure[] = [];
  // Where one of these fails the whole fails; to complain of what it describes, too, would say nothing new.
  const merge = (evaluation: Evaluation): void => {
    failures.push(...evaluation.failures);
    adopt(evaluation, fields, items);
  };
  for (const keyword of failedScalarKeywords(schema, value)) failures.push({ path, keyword, schema, value });
  if (hasKeyword(schema, inPlace)) {
    const target = followReference(root, schema);
    if (target !== undefined) merge(evaluate(target, value, path));
    for (const part of schema.allOf ?? []) merge(evaluate(part, value, path));
    failures.push(...evaluateUnions(schema, value, path, evaluate, fields, items));
    evaluateConditions(schema, value, path, evaluate, merge);
    if (isSchema(schema.not) && evaluate(schema.not, value, path).failures.length === 0) {
      failures.push({ path, keyword: "not", schema, value });
    }
  }
  if (Array.isArray(value)) {
    failures.push(...evaluateList(schema, value, path, evaluate, items));
    failures.push(...evaluateRemainingItems(schema, value, path, evaluate, items));
  } else if (isObject(value)) {
    failures.push(...evaluateObject(schema, value, path, evaluate, fields));
    failures.push(...evaluateRemainingFields(schema, value, path, evaluate, fields));
  }
  return { failures, fields, items };
}

/** Keywords that apply further schemas to the same value. */
const inPlace: ReadonlySet<string> = new Set(
  "$ref $dynamicRef allOf anyOf oneOf if dependentSchemas not".split(" "),
);

/** Whether a value satisfies a schema. */
export function matchesSchema(root: JsonSchema, schema: JsonSchema, value: unknown): boolean {
  return evaluateSchema(root, schema, value).failures.length === 0;
}

function followReference(root: JsonSchema, schema: JsonSchemaObject): JsonSchema | undefined {
  const reference = schema.$ref ?? schema.$dynamicRef;
  return typeof reference === "string" ? resolveReference(root, reference) : undefined;
}

function adopt(evaluation: Evaluation, fields: Set<string>, items: Set<number>): void {
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
    // Only a branch that fits says something about the fields of a value.
    for (const evaluation of evaluations) {
      if (evaluation.failures.length === 0) adopt(evaluation, fields, items);
    }
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
