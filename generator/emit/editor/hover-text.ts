import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { escapeMarkdown, inlineCode } from "../documentation/markdown.js";

/** More than this of a default is not read in a hover. */
const longestDefault = 200;

/**
 * What editors show of a field where its plain description would not do: what holds when the field is left out, which
 * servers do not say by themselves, and code in the description, which they would show with its backticks.
 */
export function hoverText(schema: JsonSchemaObject): string | undefined {
  const { description } = schema;
  const words = typeof description === "string" ? description : undefined;
  const paragraphs = [
    ...(words === undefined ? [] : [escapeMarkdown(words)]),
    ...defaultText(schema),
    ...environmentText(schema),
  ];
  // Some servers take the target's markup for a reference that has a description of its own.
  const saysMore = paragraphs.length > (words === undefined ? 0 : 1) || schema.$ref !== undefined;
  const hasCode = words?.includes("`") === true;
  return paragraphs.length > 0 && (saysMore || hasCode) ? paragraphs.join("\n\n") : undefined;
}

function defaultText(schema: JsonSchemaObject): string[] {
  if (!Object.hasOwn(schema, "default")) return [];
  const text =
    typeof schema.default === "string" ? quoteAmbiguous(schema.default) : JSON.stringify(schema.default);
  return text.length > longestDefault ? [] : [`Default: ${inlineCode(text)}`];
}

/** A text as it would be written in a document; one that would be taken for something else is quoted. */
function quoteAmbiguous(text: string): string {
  return /^[A-Za-z_./][\w./:@-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|\.(nan|inf))$/i.test(text)
    ? text
    : JSON.stringify(text);
}

function environmentText(schema: JsonSchemaObject): string[] {
  const variable = schema["x-env"];
  if (typeof variable !== "string") return [];
  return [`Without it, the environment variable ${inlineCode(variable)} is used.`];
}
