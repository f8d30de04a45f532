import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.js";
import { secretMask } from "../diagnostics/masked-text.js";
import { type DocumentPath, fromPointer, toPointer } from "../source/json-pointer.js";
import { LineIndex } from "../source/line-index.js";
import type { SourceDocument } from "../source/source-document.js";
import { type SourceChild, type SourceEntry, walkPath } from "../source/source-node.js";
import { credentialRanges, withoutCredentials } from "./credential-ranges.js";
import { valueAt } from "./place-value.js";
import { findSecretPaths, type SchemaPart } from "./secret-paths.js";
import { SecretWords } from "./secret-words.js";

/** In characters. Secrets that are shorter may be names of fields and providers, too, which paths are made of. */
const shortestSecretKey = 12;

/** Diagnostics that hold no secret, and what to hide of the text. */
export interface Hidden {
  readonly diagnostics: readonly Diagnostic[];
  readonly secrets: readonly SourceRange[];
}

/** Finds the secrets of a document, and takes them out of its diagnostics. */
export function hideSecrets(
  diagnostics: readonly Diagnostic[],
  source: SourceDocument,
  value: unknown,
  parts: readonly SchemaPart[],
): Hidden {
  const paths = findSecretPaths(value, parts);
  const words = new SecretWords();
  for (const path of paths) {
    words.add(valueAt(value, path));
    words.add(valueAt(source.value, path)); // before variables were filled in
  }
  const lines = new LineIndex(source.text);
  const secrets = [
    ...paths.flatMap((path) => rangeOf(source, lines, path) ?? []),
    ...words.find(source.text).map(({ start, end }) => lines.range(start, end)),
    ...credentialRanges(source.text),
  ];
  return { diagnostics: hideIn(diagnostics, secrets, words), secrets };
}

/** Where a value is written, if it is written at all. */
function rangeOf(source: SourceDocument, lines: LineIndex, path: DocumentPath): SourceRange | undefined {
  if (source.root === undefined) return undefined;
  const found = walkPath(source.root, path);
  if (found.length < path.length) return undefined;
  const child = found.at(-1) ?? { node: source.root };
  const start = startOf(child, source.text);
  const { end } = child.node;
  return start < end ? lines.range(start, end) : undefined;
}

/** With the anchor or tag before the value: of `password: !x` they are the password, by mistake. */
function startOf(child: SourceChild | SourceEntry, text: string): number {
  const { start } = child.node;
  if (child.alias !== undefined || !("keyEnd" in child)) return start;
  const colon = /[ \t]*:[ \t]*/y;
  colon.lastIndex = child.keyEnd;
  return colon.test(text) ? Math.min(start, colon.lastIndex) : start;
}

/** Takes secrets out of diagnostics, whoever wrote them, and what their ranges tell of a secret's length. */
export function hideIn(
  diagnostics: readonly Diagnostic[],
  secrets: readonly SourceRange[],
  words: SecretWords,
): Diagnostic[] {
  const byLine = new Map<number, SourceRange[]>();
  for (const secret of secrets) {
    for (let line = secret.line; line <= secret.endLine; line++) {
      const known = byLine.get(line);
      if (known === undefined) byLine.set(line, [secret]);
      else known.push(secret);
    }
  }
  const clean = (text: string): string => withoutCredentials(words.replace(text, secretMask));
  const cleanKey = (key: string): string => (key.length < shortestSecretKey ? key : clean(key));
  return diagnostics.map((diagnostic) => {
    const { hint, message, path, related } = diagnostic;
    return {
      ...diagnostic,
      ...hideLength(diagnostic, byLine.get(diagnostic.line) ?? []),
      message: clean(message),
      path: toPointer(fromPointer(path).map(cleanKey)),
      ...(hint !== undefined && { hint: clean(hint) }),
      ...(related !== undefined && {
        related: related.map((place) => ({
          ...place,
          ...(place.file === diagnostic.file && hideLength(place, byLine.get(place.line) ?? [])),
          message: clean(place.message),
        })),
      }),
    };
  });
}

/** A range that starts inside a secret becomes the secret's start and the mask's width. */
function hideLength(range: SourceRange, secrets: readonly SourceRange[]): Partial<SourceRange> {
  const { line, column } = range;
  const secret = secrets.find(
    (found) =>
      (line > found.line || column >= found.column) && (line < found.endLine || column < found.endColumn),
  );
  if (secret === undefined) return {};
  const isEmpty = line === range.endLine && column === range.endColumn;
  const endColumn = secret.column + (isEmpty ? 0 : secretMask.length);
  return { line: secret.line, column: secret.column, endLine: secret.line, endColumn };
}
