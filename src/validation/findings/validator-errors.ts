import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import type { ValidatorError } from "../../contract/validator.js";
import { type DocumentPath, fromPointer } from "../../source/json-pointer.js";
import type { CheckResult, ConfigIssue, IssueContext } from "../checker.js";
import { evaluateSchema } from "../evaluation/evaluate-schema.js";
import type { Failure } from "../failure.js";
import { isObject } from "../json-value.js";
import { describeMost } from "./describe-failures.js";

/**
 * Puts the errors of a compiled validator into words. The errors are a flat list that has lost which branch they come
 * from, so the value is evaluated again, keeping the structure; the errors themselves are used only if that finds
 * nothing, which would mean that the two disagree: what a validator refuses is never passed.
 */
export function explainErrors(
  schema: JsonSchema,
  value: unknown,
  errors: readonly ValidatorError[],
  context: IssueContext,
): Pick<CheckResult, "issues" | "omitted"> {
  const { failures } = evaluateSchema(schema, schema, value);
  const described = describeMost(schema, value, failures, context);
  if (described.issues.length > 0) return described;
  const raw = errors.filter(({ keyword }) => !wrappers.has(keyword));
  const given = (raw.length > 0 ? raw : errors).map((error) => toFailure(value, error));
  return describeMost(schema, value, given, context);
}

/** The issues alone. */
export function describeErrors(
  schema: JsonSchema,
  value: unknown,
  errors: readonly ValidatorError[],
  context: IssueContext,
): readonly ConfigIssue[] {
  return explainErrors(schema, value, errors, context).issues;
}

/** Keywords whose error only says that others have been reported. */
const wrappers: ReadonlySet<string> = new Set(["if", "anyOf", "oneOf", "allOf", "$ref"]);

function toFailure(root: unknown, error: ValidatorError): Failure {
  const { path, value } = locate(root, error.instancePath);
  const { params, keyword } = error;
  const field = [
    params.missingProperty,
    params.additionalProperty,
    params.unevaluatedProperty,
    params.propertyName,
  ].find((name) => typeof name === "string");
  return {
    path,
    keyword: keyword === "false schema" ? "false" : keyword,
    schema: rebuild(keyword, params),
    value,
    ...(typeof field === "string" ? { field } : {}),
    ...(typeof params.property === "string" ? { trigger: params.property } : {}),
  };
}

/** As much of the schema as the parameters of an error tell. */
function rebuild(keyword: string, params: ValidatorError["params"]): JsonSchemaObject {
  const limits = [
    params.type,
    params.allowedValues,
    params.allowedValue,
    params.pattern,
    params.format,
    params.limit,
    params.multipleOf,
  ];
  const found = limits.find((limit) => limit !== undefined);
  return found === undefined ? {} : { [keyword]: found };
}

function locate(root: unknown, pointer: string): { path: DocumentPath; value: unknown } {
  const path: (string | number)[] = [];
  let value = root;
  for (const key of fromPointer(pointer)) {
    if (Array.isArray(value)) {
      path.push(Number(key));
      value = value[Number(key)];
    } else {
      path.push(key);
      value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
  }
  return { path, value };
}
