import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isNode, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";
import { CommandFailure } from "../context.js";
import { blockEntry, flowEntry, jsonEntry } from "./manifest-entry.js";

/** A provider's entry in the manifest: plain data, fields in the order to write them. */
export type ManifestEntry = Readonly<Record<string, unknown>>;

/** Text to put in the place of a stretch of the manifest. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * Adds a provider to the text of a manifest. Nothing else of the text changes: comments, blank lines, quotes and
 * line ends stay. Ends the command where the text is written in a way that leaves no place for an entry.
 */
export function insertProvider(text: string, kind: string, id: string, entry: ManifestEntry): string {
  const document = parseDocument(text, { merge: true });
  const edit = document.errors.length === 0 ? editFor(text, document, kind, id, entry) : undefined;
  const edited = edit && text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  if (edited === undefined || !saysTheSame(document, edited, kind, id, entry)) {
    throw new CommandFailure(
      `the providers of ${kind} are written in a way that cannot be added to; write this entry yourself: ${JSON.stringify({ [id]: entry })}`,
    );
  }
  return edited;
}

function editFor(
  text: string,
  document: Document,
  kind: string,
  id: string,
  entry: ManifestEntry,
): Edit | undefined {
  const kindPair = pairAt(document.contents, ["kinds", kind]);
  if (kindPair === undefined || !isMap(kindPair.value)) return undefined;
  const kindMap = kindPair.value;
  const pair = pairOf(kindMap, "providers");
  if (pair === undefined) {
    return kindMap.flow
      ? intoFlow(text, kindMap, "providers", { [id]: entry })
      : intoBlock(text, kindMap, "providers", { [id]: entry });
  }
  const providers = pair.value;
  if (isMap(providers) && providers.items.length > 0) {
    return providers.flow ? intoFlow(text, providers, id, entry) : intoBlock(text, providers, id, entry);
  }
  if (isMap(providers) && kindMap.flow) return intoFlow(text, providers, id, entry);
  const empty = isMap(providers) || (isScalar(providers) && providers.value === null);
  return empty ? intoEmpty(text, kindMap, pair, id, entry) : undefined;
}

/** Adds lines below the last line of a block map's last entry, and below the comments that belong to it. */
function intoBlock(text: string, map: YAMLMap, key: string, value: unknown): Edit | undefined {
  const first = map.items[0];
  const column = columnOf(text, keyStart(first));
  const end = contentEnd(text, map);
  if (column === undefined || end === undefined) return undefined;
  return insertLines(
    text,
    endOfEntry(text, end, column),
    blockEntry(key, value, column, stepOf(text, column)),
  );
}

/** Puts a block map in the place of `{}`, or of nothing, behind `providers:`. */
function intoEmpty(
  text: string,
  kindMap: YAMLMap,
  pair: Pair,
  id: string,
  entry: ManifestEntry,
): Edit | undefined {
  const column = columnOf(text, keyStart(kindMap.items[0] as Pair));
  const start = keyStart(pair);
  if (column === undefined || start === undefined) return undefined;
  const step = stepOf(text, column);
  const lines = blockEntry(id, entry, column + step, step);
  const range = (pair.value as { readonly range?: readonly [number, number, number] }).range;
  if (!isMap(pair.value)) return insertLines(text, endOfLine(text, start), lines);
  if (range === undefined) return undefined;
  const rest = text.slice(range[1], endOfLine(text, range[1]));
  const from = text.slice(0, range[0]).trimEnd().length;
  return { from, to: endOfLine(text, range[1]), insert: [rest.trimEnd(), ...lines].join(lineEnd(text)) };
}

/** Adds an entry before the closing brace of a flow map: in one line, or in lines of its own as the others are. */
function intoFlow(text: string, map: YAMLMap, key: string, value: unknown): Edit | undefined {
  if (map.range == null) return undefined;
  const [start, end] = map.range;
  if (text[end - 1] !== "}") return undefined;
  const inside = text.slice(start + 1, end - 1);
  const from = start + 1 + inside.trimEnd().length;
  const comma = map.items.length > 0 && !inside.trimEnd().endsWith(",") ? "," : "";
  const first = keyStart(map.items[0]);
  const quoted = text[first ?? start] === '"' || text.trimStart().startsWith("{");
  if (!inside.includes("\n") || first === undefined) {
    const padding = map.items.length > 0 ? " " : "";
    return { from, to: from, insert: `${comma}${padding}${flowEntry(key, value, quoted)}` };
  }
  const indent = /[^\S\n]*$/.exec(text.slice(0, first))?.[0] ?? "";
  const lines = jsonEntry(key, value, indent, quoted);
  return { from, to: from, insert: comma + lineEnd(text) + lines.join(lineEnd(text)) };
}

function insertLines(text: string, at: number, lines: readonly string[]): Edit {
  const eol = lineEnd(text);
  return { from: at, to: at, insert: eol + lines.join(eol) };
}

/** Where the last value inside a node ends; the ranges of block maps and lists reach over the comments behind them. */
function contentEnd(text: string, node: unknown): number | undefined {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return contentEnd(text, last?.value) ?? contentEnd(text, last?.key);
  }
  if (isSeq(node) && !node.flow) return contentEnd(text, node.items.at(-1));
  const range = isNode(node) ? node.range : undefined;
  if (range == null || range[0] === range[1]) return undefined;
  const stretch = text.slice(range[0], range[1]);
  // Blank lines behind `|+` are part of the value.
  const kept = /^[|>]\d?\+/.test(stretch) ? stretch.replace(/\r?\n$/, "") : stretch.trimEnd();
  return range[0] + kept.length;
}

/** The end of the last line of an entry that ends at `end`, including comment lines indented deeper than its key. */
function endOfEntry(text: string, end: number, column: number): number {
  let at = endOfLine(text, end);
  for (;;) {
    const next = /^\r?\n([ ]*)#[^\n]*/.exec(text.slice(at, at + 10_000));
    if (next === null || (next[1]?.length ?? 0) <= column) return at;
    at = endOfLine(text, at + next[0].length);
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" && end > from ? end - 1 : end;
}

/** The column of a key that stands first on its line; undefined where something else stands before it. */
function columnOf(text: string, start: number | undefined): number | undefined {
  if (start === undefined) return undefined;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^ *$/.test(before) ? before.length : undefined;
}

/** How far one level is indented in this manifest: as far as the first indented line. */
function stepOf(text: string, column: number): number {
  const first = /^( +)[^\s#]/m.exec(text)?.[1]?.length ?? 2;
  return column > 0 && column % first === 0 ? first : 2;
}

const lineEnd = (text: string): string => (/\r\n/.test(text) ? "\r\n" : "\n");

function pairAt(node: unknown, [key, ...rest]: readonly string[]): Pair | undefined {
  if (key === undefined || !isMap(node)) return undefined;
  const pair = pairOf(node, key);
  return rest.length === 0 ? pair : pairAt(pair?.value, rest);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function keyStart(pair: Pair | undefined): number | undefined {
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** True when the edited text is the old manifest with this one entry more. */
function saysTheSame(old: Document, edited: string, kind: string, id: string, entry: ManifestEntry): boolean {
  const document = parseDocument(edited, { merge: true });
  if (document.errors.length > 0) return false;
  const expected = old.toJS({ maxAliasCount: 100 });
  const kindValue = expected.kinds[kind];
  kindValue.providers = { ...kindValue.providers, [id]: entry };
  return isDeepStrictEqual(document.toJS({ maxAliasCount: 100 }), expected);
}
