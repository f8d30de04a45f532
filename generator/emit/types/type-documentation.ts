import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { commentText } from "../code.js";
import { isSecret, maskSecrets } from "../examples/secret-values.js";

/** The text above a type or a member: its description, its default and whether it is deprecated. */
export function typeDocumentation(root: JsonSchema, schema: JsonSchemaObject): string {
  const text = typeof schema.description === "string" ? schema.description : (schema.title ?? "");
  const tags: string[] = [];
  if (Object.hasOwn(schema, "default") && !isSecret(root, schema)) {
    tags.push(`@default ${commentText(JSON.stringify(maskSecrets(root, schema, schema.default)))}`);
  }
  if (schema.deprecated === true) tags.push("@deprecated");
  return [commentText(String(text)), tags.join("\n")].filter((part) => part !== "").join("\n\n");
}
