import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isObject } from "../../../src/validation/json-value.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { configFact } from "../../model/later-schema.js";
import type { KindModel, ProviderModel } from "../../model/model.js";
import type { ExampleOf } from "../examples/example.js";

/**
 * Inline form: what an editor offers in an object that has no selector yet, one snippet for each id with the fields
 * that it needs. Belongs where the selector is missing, so that it is gone once an id is chosen.
 */
export function choiceSnippets(kind: KindModel, selector: string, exampleOf: ExampleOf): JsonSchemaObject {
  const snippets = kind.providers
    .filter((provider) => provider.deprecated === undefined)
    .map((provider) => ({
      label: `${selector}: ${provider.id}`,
      description: provider.description,
      body: snippetBody(provider, selector, exampleOf(provider)?.value),
    }));
  return snippets.length === 0 ? {} : { defaultSnippets: snippets };
}

function snippetBody(
  provider: ProviderModel,
  selector: string,
  example: unknown,
): { [name: string]: unknown } {
  const members: [string, unknown][] = [[selector, provider.id]];
  let stop = 1;
  for (const name of configFact(provider, "required/1", requiredOf)) {
    if (name === selector) continue;
    const value = isObject(example) && Object.hasOwn(example, name) ? example[name] : "";
    const isText = typeof value === "string";
    members.push([name, isText ? `\${${stop++}:${escapeSnippet(value || name)}}` : escapeTexts(value)]);
  }
  return Object.fromEntries(members);
}

const requiredOf = (schema: JsonSchema): readonly string[] =>
  isSchemaObject(schema) ? (schema.required ?? []) : [];

/** Characters that mean something within a snippet's placeholder. */
const escapeSnippet = (text: string): string => text.replace(/[\\$}]/g, "\\$&");

function escapeTexts(value: unknown): unknown {
  if (typeof value === "string") return escapeSnippet(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, escapeTexts(member)]));
}
