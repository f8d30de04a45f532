import type { Schema, SchemaObject } from "./types.js";

/** Follows references within the schema. */
export function resolve(root: Schema, schema: Schema, depth = 0): SchemaObject {
  if (typeof schema !== "object") return {};
  if (typeof schema.$ref !== "string" || depth > 20) return schema;
  let target: unknown = root;
  for (const part of schema.$ref
    .replace(/^#\/?/, "")
    .split("/")
    .filter((text) => text !== "")) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    target = (target as { readonly [key: string]: unknown } | undefined)?.[key];
  }
  const { $ref: _ref, ...own } = schema;
  return { ...resolve(root, (target ?? {}) as Schema, depth + 1), ...own };
}
