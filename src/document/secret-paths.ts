import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import { type DocumentPath, toPointer } from "../source/json-pointer.js";
import { type SchemaPlace, walkSchema } from "../validation/schemas/schema-walker.js";
import { mayHoldSecret } from "../validation/schemas/secret-places.js";
import { valueAt } from "./place-value.js";
import { SecretNames } from "./secret-names.js";

/** A part of a document with the schema that describes it. */
export interface SchemaPart {
  readonly schema: JsonSchema;
  readonly path: DocumentPath;
  readonly kind?: string;
  readonly provider?: string;
}

/**
 * The places of a document that must not be shown: what any branch of a schema calls a secret, what most likely is
 * one by its place, and, where no schema says anything, what has the name of a secret.
 */
export function findSecretPaths(value: unknown, parts: readonly SchemaPart[]): DocumentPath[] {
  const names = new SecretNames();
  for (const { schema } of parts) names.learn(schema);
  const secret: DocumentPath[] = [];
  const suspected: DocumentPath[] = [];
  const described: DocumentPath[] = [];
  for (const { schema, path: at } of parts) {
    for (const place of walkSchema(schema, valueAt(value, at), "every")) {
      if (!place.present) continue;
      const path = [...at, ...place.path];
      const name = path.findLast((key) => typeof key === "string");
      if (isSecret(schema, place, name)) secret.push(path);
      if (place.schemas.length > 0) described.push(path);
      else if (name !== undefined && names.has(name)) suspected.push(path);
    }
  }
  // What one part leaves open another one may describe. A document has many places, and hardly ever a suspected one.
  const known = new Set(suspected.length === 0 ? [] : described.map(toPointer));
  const all = [...secret, ...suspected.filter((path) => !known.has(toPointer(path)))];
  return [...new Map(all.map((path) => [toPointer(path), path])).values()];
}

function isSecret(root: JsonSchema, { value, schemas }: SchemaPlace, name: string | undefined): boolean {
  return (
    schemas.some((schema) => schema["x-secret"] === true) ||
    isVariableContent(name, value, schemas) ||
    isMisshapen(root, value, schemas)
  );
}

/** The name of an environment variable, and the patterns that schemas have for it. */
const variableName = /^[A-Za-z_]\w*$/;
const variablePattern = /^\^\[[A-Za-z_-]+\]\[\\?[\w-]+\][*+]\$$/;

/** A text where the name of a variable belongs is most likely the variable's content, pasted. */
function isVariableContent(
  name: string | undefined,
  value: unknown,
  schemas: readonly JsonSchemaObject[],
): boolean {
  if (typeof value !== "string" || variableName.test(value)) return false;
  if (name !== undefined && /(?:_env|-env|Env)$/.test(name)) return true;
  return schemas.some(({ pattern }) => typeof pattern === "string" && variablePattern.test(pattern));
}

/** A text or list where a map with secrets in it belongs is most likely one of them. */
function isMisshapen(root: JsonSchema, value: unknown, schemas: readonly JsonSchemaObject[]): boolean {
  const isList = Array.isArray(value);
  if (typeof value === "object" && value !== null && !isList) return false;
  const hasItems = schemas.some(({ items, prefixItems }) => items !== undefined || prefixItems !== undefined);
  return !(isList && hasItems) && schemas.some((schema) => mayHoldSecret(root, schema));
}
