import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { withArticle } from "../../../src/contract/kind-words.js";
import { escapePattern } from "../../../src/diagnostics/misspelling.js";
import type { KindModel } from "../../model/model.js";
import { escapeHtml, escapeMarkdown } from "../documentation/markdown.js";
import { providerWords } from "../kind-names.js";

/** What custom ids look like; no built-in id and no likely typo of one does. */
export const CUSTOM_ID_PATTERN = "^[a-z0-9-]+:[a-z0-9-]+$";

/** An id that a selector may hold, with its texts. */
interface SelectorId {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** The ids of a kind's providers, then its virtual ids. */
function selectorIds(kind: KindModel): SelectorId[] {
  const providers = kind.providers.map(({ id, title, description, deprecated }) => ({
    id,
    title,
    description: deprecated === undefined ? description : `${description} Deprecated: ${deprecated}.`,
  }));
  const virtual = Object.entries(kind.routing).map(([id, table]) => {
    const targets = [...new Set(table.rules.map((rule) => rule.use))].join(", ");
    return { id, title: id, description: `Picks ${withArticle(providerWords(kind))} by rules: ${targets}.` };
  });
  return [...providers, ...virtual];
}

/**
 * The schema of a selector: one of the kind's ids, or a custom `scope:name`. There is no `type` beside the list,
 * because editors would report an empty value twice. The texts of the ids are for completion and hover.
 */
export function selectorSchema(kind: KindModel, forEditors: boolean): JsonSchemaObject {
  const ids = selectorIds(kind);
  const text = `The ${providerWords(kind)} in use.`;
  const custom = { type: "string", pattern: CUSTOM_ID_PATTERN };
  // A list must not be empty, which it would be for a kind without providers.
  const among = (listed: JsonSchemaObject): JsonSchemaObject =>
    ids.length === 0 ? custom : { anyOf: [listed, custom] };
  if (!forEditors) return { description: text, ...among({ enum: ids.map(({ id }) => id) }) };
  const metadata = ids.map(({ id, description }): [string, object] => [id, { description }]);
  return {
    description: text,
    markdownDescription: escapeMarkdown(text),
    "x-intellij-html-description": escapeHtml(text),
    ...among({
      enum: ids.map(({ id }) => id),
      enumDescriptions: ids.map(({ description }) => description),
      markdownEnumDescriptions: ids.map(
        ({ title, description }) => `**${escapeMarkdown(title)}** — ${escapeMarkdown(description)}`,
      ),
      "x-intellij-enum-metadata": Object.fromEntries(metadata),
    }),
  };
}

/** The condition that a selector holds this very id. A `pattern` beside `const` keeps editors from matching prefixes. */
export function selectorIs(selector: string, id: string, forEditors: boolean): JsonSchemaObject {
  const exactly = forEditors ? { const: id, pattern: `^${escapePattern(id)}$` } : { const: id };
  return { properties: { [selector]: exactly }, required: [selector] };
}

/** `if` the one holds, `then` the other has to. */
export function implies(condition: JsonSchemaObject, consequence: JsonSchemaObject): JsonSchemaObject {
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  return { if: condition, then: consequence };
}
