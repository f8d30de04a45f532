import type { SourceRange } from "../diagnostics/diagnostic.js";
import { LineIndex } from "../source/line-index.js";
import type { SourceDocument } from "../source/source-document.js";
import type { SourceNode } from "../source/source-node.js";
import { brokenKeys } from "./broken-keys.js";
import { brokenCredentialRanges } from "./credential-ranges.js";
import type { DocumentDefinition } from "./document-definition.js";
import { SecretNames } from "./secret-names.js";
import { SecretWords } from "./secret-words.js";
import { type Hidden, hideIn } from "./secrets.js";

/**
 * Finds what may be a secret in a text that cannot be read: nobody can tell where a value ends in it, so more is
 * hidden rather than less. The names come from the schemas of the document and of the providers.
 */
export async function secretsOfBrokenText(
  source: SourceDocument,
  definition: DocumentDefinition,
): Promise<Hidden> {
  const names = await learnNames(source.text, definition);
  const secrets = textRanges(source.text, names);
  if (source.root !== undefined) secrets.push(...treeRanges(source, source.root, names));
  const lines = new LineIndex(source.text);
  const words = wordsIn(secrets, lines);
  secrets.push(
    ...words.find(source.text).map(({ start, end }) => lines.range(start, end)),
    ...brokenCredentialRanges(source.text),
  );
  return { diagnostics: hideIn(source.diagnostics, secrets, words), secrets };
}

/**
 * What the values of secret names begin with, each line of theirs and each item: the same may stand elsewhere, where no
 * name tells what it is.
 */
function wordsIn(secrets: readonly SourceRange[], lines: LineIndex): SecretWords {
  const words = new SecretWords();
  for (const { line: first, column, endLine } of secrets) {
    for (let line = first; line <= endLine; line++) {
      const text = line === first ? lines.line(line).slice(column - 1) : lines.line(line);
      const items = text.replaceAll(/\$\{\w+:-/g, ",").split(/[,[\]{}]/);
      for (const [index, item] of items.entries()) addWords(words, item, line === first && index === 0);
    }
  }
  return words;
}

/** Adds what an item begins with, and what stands behind its keys: `name:` may be a key, or the beginning of a secret. */
function addWords(words: SecretWords, item: string, isValue: boolean): void {
  for (let rest = item, mayBeKey = isValue; ; mayBeKey = false) {
    const [, word] = firstWord.exec(rest) ?? [];
    if (mayBeKey || !word?.endsWith(":")) words.add(word);
    const [key] = keyInFront.exec(rest) ?? [];
    if (key === undefined) return;
    rest = rest.slice(key.length);
  }
}

// No two parts of these match the same blanks: trying all ways to share a long run of them would take the square of time.
/** A word behind dashes, tags and a quotation mark, where no colon makes it a key. */
const firstWord =
  /^\s*(?:-\s+)*(?:[!&]\S*\s+)*(?:["']\s*)?([^\s"'&*|>]{6,})(?![^\s"'&*|>]|["']?\s*:(?:\s|$))/;
/** A key with its colon, behind dashes. */
const keyInFront = /^\s*(?:-\s+)*(?:["'](?:[^"'\\]|\\.)*["']\s*:|[^\s"'-][^"':]*:(?=\s))/;

/** So many providers of a kind are asked for the names of their secrets even if the text does not name them. */
const fewProviders = 32;

async function learnNames(text: string, { validator, registries }: DocumentDefinition): Promise<SecretNames> {
  const names = new SecretNames();
  const named = registries.flatMap((registry) => {
    const ids = registry.ids();
    // The id may be what is broken, so few providers are asked all of them.
    const asked = ids.length <= fewProviders ? ids : ids.filter((id) => text.includes(id));
    return asked.map((id) => registry.checker(id));
  });
  const [base, ...checkers] = await Promise.allSettled([validator(), ...named]);
  for (const loaded of [base, ...checkers]) {
    // What cannot be loaded teaches nothing; the text's own error is what has to be said.
    if (loaded?.status === "fulfilled" && loaded.value.schema !== undefined) names.learn(loaded.value.schema);
  }
  return names;
}

function textRanges(text: string, names: SecretNames): SourceRange[] {
  const lines = new LineIndex(text);
  const ranges: SourceRange[] = [];
  const anchors = new Set<string>();
  // Up to here everything is hidden; what stands in there hides no more than its own line.
  let hidden = 0;
  const hide = (line: number, column: number, content: string): void => {
    const last = line <= hidden ? line : lastLineOfValue(lines, line, content);
    hidden = Math.max(hidden, last);
    ranges.push({ line, column, endLine: last, endColumn: lines.line(last).length + 1 });
  };
  for (let line = 1; line <= lines.lineCount; line++) {
    const content = lines.line(line);
    for (const { name, end } of brokenKeys(content)) {
      if (!names.has(name)) continue;
      hide(line, end + 1, content);
      for (const [, alias] of content.slice(end).matchAll(/\*([^\s,[\]{}]+)/g)) if (alias) anchors.add(alias);
      break;
    }
  }
  hidden = 0;
  for (let line = 1; line <= lines.lineCount && anchors.size > 0; line++) {
    const content = lines.line(line);
    const anchor = [...content.matchAll(/&([^\s,[\]{}]+)/g)].find((match) => anchors.has(match[1] ?? ""));
    if (anchor !== undefined) hide(line, anchor.index + anchor[0].length + 1, content);
  }
  return ranges;
}

/** The value goes on until a line that is indented no deeper and looks like a key, an item or a closing bracket. */
function lastLineOfValue(lines: LineIndex, keyLine: number, content: string): number {
  const indent = indentOf(content);
  for (let line = keyLine + 1; line <= lines.lineCount; line++) {
    const next = lines.line(line);
    if (next.trim() === "" || indentOf(next) > indent) continue;
    if (/^\s*(?:-\s|[\]}]|#|---|(?:-\s+)*["']?[\w$][\w$.-]*["']?\s*:(?:\s|$))/.test(next)) return line - 1;
  }
  return lines.lineCount;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The values of secret names in what could be read of the text. */
function treeRanges(source: SourceDocument, root: SourceNode, names: SecretNames): SourceRange[] {
  const lines = new LineIndex(source.text);
  const ranges: SourceRange[] = [];
  const seen = new Set<SourceNode>();
  const visit = (node: SourceNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "list") for (const item of node.items) visit(item.node);
    if (node.kind !== "map") return;
    for (const [name, entry] of node.entries) {
      if (names.has(name)) ranges.push(lines.range(entry.node.start, entry.node.end));
      visit(entry.node);
    }
  };
  visit(root);
  return ranges;
}
