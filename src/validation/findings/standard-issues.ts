import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "../../contract/json-schema.js";
import { printable, quote } from "../../errors/quote.js";
import { type DocumentPath, toDottedPath } from "../../source/json-pointer.js";
import type { ConfigIssue, IssueContext } from "../checker.js";
import { isObject } from "../json-value.js";
import { isSchema } from "../schema-keywords.js";
import { SecretPlaces } from "../schemas/secret-places.js";
import { actualType } from "./value-words.js";

/**
 * The issues of a Standard Schema with their places. The words are the library's own, without the values that some
 * libraries put into them. Of a schema that can be written as JSON Schema (as Zod's can), `x-secret` is honoured.
 */
export function describeStandardIssues(
  schema: StandardSchemaV1,
  issues: readonly StandardSchemaV1.Issue[],
  value: unknown,
  context: IssueContext,
): ConfigIssue[] {
  const secrets = new SecretPlaces(asJsonSchema(schema), value);
  return issues.flatMap((issue) => describeIssue(issue, value, secrets, context));
}

function describeIssue(
  issue: StandardSchemaV1.Issue,
  root: unknown,
  secrets: SecretPlaces,
  context: IssueContext,
): ConfigIssue[] {
  const path = documentPath(issue, root);
  const unknown = unknownFields(issue, path);
  if (unknown !== undefined) {
    return unknown.fields.map((field) => unknownField(unknown.path, field, secrets, context));
  }
  const place = placeOf(secrets.visible(path), context);
  const existing = existingPath(root, secrets.visible(path));
  const missing = existing.length < path.length;
  return [
    {
      code: "invalid-config",
      message: printable(messageOf(issue, place, valueAt(root, path), missing, secrets.hides(path))),
      path: existing,
      target: missing ? "key" : "value",
    },
  ];
}

function messageOf(
  issue: StandardSchemaV1.Issue,
  place: string,
  value: unknown,
  missing: boolean,
  hidden: boolean,
): string {
  if (missing && /received undefined$|^required$/i.test(issue.message)) return `${place} is required`;
  return hidden ? `${place} is invalid` : `${place}: ${withoutValue(issue.message, value)}`;
}

/** A value may be a secret although the schema cannot say so, and it helps nobody to read it again. */
function withoutValue(message: string, value: unknown): string {
  if (typeof value !== "string")
    return message.replace(`received ${String(value)}`, `received ${actualType(value)}`);
  if (value === "") return message;
  return message
    .replaceAll(JSON.stringify(value), "a string")
    .replaceAll(`'${value}'`, "a string")
    .replaceAll(value.length > 3 ? value : `"${value}"`, "…");
}

/** Keys of lists as numbers, everything else as text. */
function documentPath(issue: StandardSchemaV1.Issue, root: unknown): DocumentPath {
  let value = root;
  return (issue.path ?? []).map((segment) => {
    const key = typeof segment === "object" ? segment.key : segment;
    const step = Array.isArray(value) && /^\d+$/.test(String(key)) ? Number(key) : String(key);
    value = childOf(value, step);
    return step;
  });
}

/** A missing field is reported at the object that should hold it. */
function existingPath(root: unknown, path: DocumentPath): DocumentPath {
  let value = root;
  for (const [depth, key] of path.entries()) {
    value = childOf(value, key);
    if (value === undefined) return path.slice(0, depth);
  }
  return path;
}

function valueAt(root: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>((value, key) => childOf(value, key), root);
}

function childOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Zod reports all unknown keys of an object as one issue, Valibot each with the path of the key. */
function unknownFields(
  issue: StandardSchemaV1.Issue,
  path: DocumentPath,
): { path: DocumentPath; fields: string[] } | undefined {
  const { code, keys, expected } = issue as {
    readonly code?: unknown;
    readonly keys?: unknown;
    readonly expected?: unknown;
  };
  if (code === "unrecognized_keys" && Array.isArray(keys)) {
    return { path, fields: keys.filter((key) => typeof key === "string") };
  }
  const last = issue.path?.at(-1);
  const ofKey = typeof last === "object" && (last as { readonly origin?: unknown }).origin === "key";
  return ofKey && expected === "never"
    ? { path: path.slice(0, -1), fields: [String(path.at(-1))] }
    : undefined;
}

function unknownField(
  path: DocumentPath,
  field: string,
  secrets: SecretPlaces,
  context: IssueContext,
): ConfigIssue {
  const code = "unknown-field";
  const visible = secrets.visible(path);
  if (secrets.secretAbove(path) !== undefined) {
    const message = `${placeOf(visible, context)} has a field that is not allowed`;
    return { code, message, path: visible, target: "key" };
  }
  const owner = path.length === 0 ? context.fieldOwner?.(field) : undefined;
  const other = context.provider === undefined ? "" : `, not of ${context.provider}`;
  return {
    code,
    message: printable(`unknown field ${quote(field)} in ${placeOf(path, context)}`),
    path: [...path, field],
    target: "key",
    ...(owner === undefined ? {} : { hint: `${quote(field)} is a setting of ${owner}${other}` }),
  };
}

function placeOf(path: DocumentPath, context: IssueContext): string {
  return toDottedPath([...context.at, ...path]) || (context.title ?? "the config");
}

/** The JSON Schema of what the schema accepts; `true` where the library cannot say. */
function asJsonSchema(schema: StandardSchemaV1): JsonSchema {
  const { jsonSchema } = schema["~standard"] as Partial<StandardJSONSchemaV1.Props>;
  if (jsonSchema === undefined) return true;
  try {
    const written: unknown = jsonSchema.input({ target: "draft-2020-12" });
    return isSchema(written) ? written : true;
  } catch {
    // Transformations and the like have no JSON Schema.
    return true;
  }
}
