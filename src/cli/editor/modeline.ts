import { prependMember } from "./insert-json.js";
import { readJsonWithComments } from "./json-with-comments.js";
import { refuse, type TextEdit } from "./text-edit.js";
import { isJson } from "./vscode-settings.js";

/**
 * Lets a document name its schema, so that editors need no settings: YAML in a comment on top, JSON in `$schema`.
 * `schema` is relative to the document's folder. A document that names another schema is left alone.
 */
export function nameSchema(file: string, text: string, schema: string): TextEdit {
  return isJson(file) ? nameInJson(text, schema) : nameInYaml(text, schema);
}

/** As yaml-language-server finds it: a comment on a line of its own. */
const modeline = /^#\s+yaml-language-server\s*:([^\r\n]*)/m;

function nameInYaml(text: string, schema: string): TextEdit {
  if (/\s/.test(schema)) {
    return refuse(`a modeline cannot name a path with spaces (${schema}); use the settings instead`, 0);
  }
  const existing = modeline.exec(text);
  if (existing === null) {
    const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
    const lineEnd = /\r\n/.test(text) ? "\r\n" : "\n";
    return { text: `${mark}# yaml-language-server: $schema=${schema}${lineEnd}${text.slice(mark.length)}` };
  }
  const [line, settings = ""] = existing;
  const named = /\$schema=(\S*)/.exec(settings)?.[1];
  const end = existing.index + line.trimEnd().length;
  if (named === undefined) return { text: `${text.slice(0, end)} $schema=${schema}${text.slice(end)}` };
  return isSame(named, schema) ? { text } : refuse(otherSchema(named), existing.index);
}

function nameInJson(text: string, schema: string): TextEdit {
  const { root, problems } = readJsonWithComments(text);
  const [problem] = problems;
  if (problem !== undefined) return refuse(problem.message, problem.start);
  if (root?.kind !== "map") return refuse("the document is not a JSON object", root?.start ?? 0);
  const entry = root.entries.get("$schema");
  if (entry === undefined) return { text: prependMember(text, root, { key: "$schema", value: schema }) };
  const { node } = entry;
  const named = node.kind === "scalar" ? String(node.value) : "something else";
  return isSame(named, schema) ? { text } : refuse(otherSchema(named), node.start);
}

const otherSchema = (named: string): string =>
  `the document names another schema, ${named}; remove that first`;
const isSame = (a: string, b: string): boolean => a.replace(/^\.\//, "") === b.replace(/^\.\//, "");
