import type { JsonSchema } from "../contract/json-schema.js";
import { closest } from "../diagnostics/suggest.js";
import { forEachSubschema, isSchemaObject } from "../validation/schema-keywords.js";
import { mayHoldSecret } from "../validation/schemas/secret-places.js";

/** Names that say of themselves that they hold a secret. */
const telling =
  /pass(word|wd|phrase|code)?$|secret|token|credential|(api|access|private|signing|encryption)[-_]?key/i;

/**
 * Tells names of fields that hold secrets, for text that no schema describes: unknown and misspelt fields,
 * configs of providers that are not registered, files with syntax errors.
 */
export class SecretNames {
  readonly #names = new Set<string>();

  /** Learns the names of the fields that a schema calls secret, and of those that hold secrets without a name. */
  learn(schema: JsonSchema): void {
    const seen = new Set<JsonSchema>();
    const visit = (current: JsonSchema): void => {
      if (!isSchemaObject(current) || seen.has(current)) return;
      seen.add(current);
      forEachSubschema(current, (subschema, keyword, key) => {
        if (keyword === "properties" && typeof key === "string" && holdsSecret(schema, subschema)) {
          this.#names.add(key);
        }
        visit(subschema);
      });
    };
    visit(schema);
  }

  /** Whether a field of this name may hold a secret: known, nearly known, or telling by itself. */
  has(name: string): boolean {
    return this.#names.has(name) || telling.test(name) || closest(name, this.#names) !== undefined;
  }
}

/** True for a secret and for lists and maps of secrets; fields below that have names of their own speak for themselves. */
function holdsSecret(root: JsonSchema, schema: JsonSchema): boolean {
  if (!isSchemaObject(schema)) return false;
  const { properties: _, ...unnamed } = schema;
  return mayHoldSecret(root, unnamed);
}
