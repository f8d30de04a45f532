import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.js";
import { secretMask } from "../diagnostics/masked-text.js";
import { type DocumentPath, toPointer } from "../source/json-pointer.js";
import { LineIndex } from "../source/line-index.js";
import type { SourceDocument } from "../source/source-document.js";
import { walkPath } from "../source/source-node.js";
import { walkSchema } from "../validation/schema-walker.js";
import { credentialRanges } from "./credential-ranges.js";
import { valueAt } from "./place-value.js";
import { SecretNames } from "./secret-names.js";

/** A part of a document with the schema that describes it. */
export interface SchemaPart {
  readonly schema: JsonSchema;
  readonly path: DocumentPath;
  readonly kind?: string;
  readonly provider?: string;
}

/** Diagnostics that hold no secret, and what to hide of the text. */
export interface Hidden {
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: readonly SourceRange[];
}

/**
 * Finds the secrets of a document: what any branch of a schema calls so, and, where no schema says anything,
 * what has the name of a secret.
 */
export function hideSecrets(
  diagnostics: readonly Diagnostic[],
  source: SourceDocument,
  value: unknown,
  parts: readonly SchemaPart[],
): Hidden {
  const paths = secretPaths(value, parts);
  const lines = new LineIndex(source.text);
  const words = new Set<string>();
  for (const path of paths) {
    collectWords(valueAt(value, path), words);
    collectWords(valueAt(source.value, path), words); // before variables were filled in
  }
  const secrets = [
    ...paths.flatMap((path) => rangeOf(source, lines, path) ?? []),
    ...occurrences(source.text, lines, words),
    ...credentialRanges(source.text),
  ];
  return { diagnostics: diagnostics.map((found) => hideIn(found, secrets, words)), secrets };
}

function secretPaths(value: unknown, parts: readonly SchemaPart[]): DocumentPath[] {
  const names = new SecretNames();
  for (const { schema } of parts) names.learn(schema);
  const secret = new Map<string, DocumentPath>();
  const described = new Set<string>();
  const nameless = new Map<string, DocumentPath>();
  for (const { schema, path: at } of parts) {
    for (const { path: below, present, schemas, value: found } of walkSchema(
      schema,
      valueAt(value, at),
      "every",
    )) {
      if (!present) continue;
      const path = [...at, ...below];
      const pointer = toPointer(path);
      const name = path.findLast((key) => typeof key === "string");
      if (schemas.length > 0) described.add(pointer);
      const isSecret =
        schemas.some((schema) => schema["x-secret"] === true) || isMisplaced(name, found, schemas);
      if (isSecret) secret.set(pointer, path);
      if (schemas.length === 0 && name !== undefined && names.has(name)) nameless.set(pointer, path);
    }
  }
  for (const [pointer, path] of nameless) if (!described.has(pointer)) secret.set(pointer, path);
  return [...secret.values()];
}

/** The name of an environment variable, and the patterns that schemas have for it. */
const variableName = /^[A-Za-z_]\w*$/;
const variablePattern = /^\^\[[A-Za-z_-]+\]\[\\?[\w-]+\][*+]\$$/;

/** A text where the name of a variable belongs is most likely the variable's content, pasted. */
function isMisplaced(
  name: string | undefined,
  value: unknown,
  schemas: readonly JsonSchemaObject[],
): boolean {
  if (typeof value !== "string" || variableName.test(value)) return false;
  if (name !== undefined && /(?:_env|-env|Env)$/.test(name)) return true;
  return schemas.some(({ pattern }) => typeof pattern === "string" && variablePattern.test(pattern));
}

/** Where a value is written, if it is written at all; with the anchor or tag before it, which may be a secret by mistake. */
function rangeOf(source: SourceDocument, lines: LineIndex, path: DocumentPath): SourceRange | undefined {
  if (source.root === undefined) return undefined;
  const found = walkPath(source.root, path);
  const child = found.at(-1) ?? { node: source.root };
  if (found.length < path.length) return undefined;
  let { start } = child.node;
  if (child.alias === undefined && "keyEnd" in child) {
    const colon = /[ \t]*:[ \t]*/y;
    colon.lastIndex = child.keyEnd;
    if (colon.test(source.text)) start = Math.min(start, colon.lastIndex);
  }
  return start < child.node.end ? lines.range(start, child.node.end) : undefined;
}

/** Every other place where the text of a secret stands. */
function occurrences(text: string, lines: LineIndex, words: Iterable<string>): SourceRange[] {
  const ranges: SourceRange[] = [];
  for (const word of words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      ranges.push(lines.range(at, at + word.length));
    }
  }
  return ranges;
}

/** Shorter texts than this are no secrets worth the name, and part of too many words. */
const shortestWord = 4;

function collectWords(value: unknown, words: Set<string>): void {
  if (typeof value === "object" && value !== null)
    for (const item of Object.values(value)) collectWords(item, words);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  for (const form of [text, text.trim(), JSON.stringify(text).slice(1, -1)]) {
    if (form.length >= shortestWord) words.add(form);
  }
}

/** Takes secrets out of a diagnostic, whoever wrote it, and what its range tells of their length. */
export function hideIn(
  diagnostic: Diagnostic,
  secrets: readonly SourceRange[],
  words: Iterable<string>,
): Diagnostic {
  const clean = (text: string): string => {
    let result = text;
    for (const word of words) result = result.replaceAll(word, secretMask);
    return result;
  };
  const { hint, message, related } = diagnostic;
  return {
    ...diagnostic,
    ...hideLength(diagnostic, secrets),
    message: clean(message),
    ...(hint !== undefined && { hint: clean(hint) }),
    ...(related !== undefined && {
      related: related.map((place) => ({ ...place, message: clean(place.message) })),
    }),
  };
}

/** A range that starts inside a secret becomes the secret's start and the mask's width. */
function hideLength(range: SourceRange, secrets: readonly SourceRange[]): Partial<SourceRange> {
  const { line, column } = range;
  const secret = secrets.find(
    (found) =>
      (line > found.line || (line === found.line && column >= found.column)) &&
      (line < found.endLine || (line === found.endLine && column < found.endColumn)),
  );
  if (secret === undefined) return {};
  return {
    line: secret.line,
    column: secret.column,
    endLine: secret.line,
    endColumn: secret.column + secretMask.length,
  };
}
