import type { JsonSchema } from "../contract/json-schema.js";
import { forEachSubschema, isSchemaObject } from "../validation/schema-keywords.js";

/** Annotations that cost a walk through the value to be honoured. */
type Annotation = "x-env" | "deprecated";

const known = new WeakMap<object, ReadonlySet<Annotation>>();

/** Whether a schema has an annotation anywhere; most have not, and a document is checked more often than it changes. */
export function usesAnnotation(schema: JsonSchema, annotation: Annotation): boolean {
  if (!isSchemaObject(schema)) return false;
  let found = known.get(schema);
  if (found === undefined) {
    found = collect(schema);
    known.set(schema, found);
  }
  return found.has(annotation);
}

function collect(root: JsonSchema): ReadonlySet<Annotation> {
  const found = new Set<Annotation>();
  const seen = new Set<JsonSchema>();
  const visit = (schema: JsonSchema): void => {
    if (!isSchemaObject(schema) || seen.has(schema)) return;
    seen.add(schema);
    if (typeof schema["x-env"] === "string") found.add("x-env");
    if (schema.deprecated === true) found.add("deprecated");
    forEachSubschema(schema, visit);
  };
  visit(root);
  return found;
}
