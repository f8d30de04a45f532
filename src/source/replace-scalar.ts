import type { DocumentPath } from "./json-pointer.js";
import type { RangeTarget, SourceDocument } from "./source-document.js";
import { type SourceChild, type SourceEntry, walkPath } from "./source-node.js";
import type { TextEdit } from "./text-edit.js";

/**
 * The edit that puts another key or value at a place of a YAML or JSON text, in the quotes that are there now. Undefined
 * where that is not safe: the place is not written out, holds no scalar of one line, or stands for other places, too.
 */
export function replaceScalar(
  source: SourceDocument,
  path: DocumentPath,
  target: RangeTarget,
  value: string | number | boolean,
): TextEdit | undefined {
  if (source.root === undefined) return undefined;
  const children = walkPath(source.root, path);
  const child = children.at(-1);
  if (child === undefined || children.length < path.length) return undefined;
  const found = target === "key" ? writtenKey(child, path) : writtenValue(child, source.text);
  if (found === undefined) return undefined;
  const written = source.text.slice(found.start, found.end);
  const text = rewrite(written, found.value, value);
  return text === undefined || text === written ? undefined : { start: found.start, end: found.end, text };
}

interface Written {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

function writtenKey(child: SourceChild | SourceEntry, path: DocumentPath): Written | undefined {
  if (!("keyStart" in child)) return undefined;
  return { start: child.keyStart, end: child.keyEnd, value: path.at(-1) };
}

function writtenValue(child: SourceChild | SourceEntry, text: string): Written | undefined {
  const { node } = child;
  if (node.kind !== "scalar" || node.start === node.end) return undefined;
  // What a variable gives is not in the text.
  if (typeof node.value === "string" && node.value.includes("${")) return undefined;
  if (!("keyEnd" in child)) return child.alias === undefined ? node : undefined;
  // An alias, too, has its value elsewhere; what comes by a merge key stands behind its key.
  const between = /^[ \t]*:\s*(?:&([^\s,[\]{}]+)\s+)?$/.exec(text.slice(child.keyEnd, node.start));
  if (between === null || node.start < child.keyEnd) return undefined;
  const [, anchor] = between;
  return anchor !== undefined && text.includes(`*${anchor}`) ? undefined : node;
}

/** The new scalar in the style of the old one; undefined when the old one is not written as expected. */
function rewrite(written: string, old: unknown, value: string | number | boolean): string | undefined {
  const quote = /^["']/.exec(written)?.[0];
  const isQuoted = quote !== undefined && written.length > 1 && written.endsWith(quote);
  if (written.includes("\n") || (!isQuoted && written !== String(old))) return undefined;
  if (typeof value !== "string") return String(value);
  if (quote === "'") return `'${value.replaceAll("'", "''")}'`;
  return quote === undefined && isPlain(value) ? value : JSON.stringify(value);
}

/** Whether a text is the same text without quotes, in block and in flow style. */
function isPlain(text: string): boolean {
  return /^[A-Za-z_$](?:[\w$./:-]*[\w$./-])?$/.test(text) && !/^(?:true|false|null)$/i.test(text);
}
