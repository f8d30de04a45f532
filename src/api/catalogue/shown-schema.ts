/** Keywords that may hold a value. */
const values: ReadonlySet<string> = new Set(["const", "default", "enum", "examples"]);

/** A schema as it may be shown: without the values of secret fields. */
export function shownSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(shownSchema);
  if (typeof schema !== "object" || schema === null) return schema;
  const isSecret =
    Object.hasOwn(schema, "x-secret") && (schema as { "x-secret": unknown })["x-secret"] === true;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => keyword !== "$comment" && !(isSecret && values.has(keyword)))
      .map(([keyword, value]) => [keyword, shownSchema(value)]),
  );
}
