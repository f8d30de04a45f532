import type { SourceRange } from "../diagnostics/diagnostic.js";
import { LineIndex } from "../source/line-index.js";

/** Where a text holds URLs with a password in them (`postgres://user:password@host`), whatever field they are in. */
export function credentialRanges(text: string): SourceRange[] {
  if (!text.includes("://")) return [];
  const lines = new LineIndex(text);
  const ranges: SourceRange[] = [];
  for (const match of text.matchAll(/[a-zA-Z][\w+.-]{0,30}:\/\/[^\s/:@"']{0,200}:([^\s/"']{1,500})@/g)) {
    const end = match.index + match[0].length - 1;
    ranges.push(lines.range(end - (match[1]?.length ?? 0), end));
  }
  return ranges;
}

/**
 * The same for a text with syntax errors, which may be anywhere, in a URL, too: what follows two slashes and
 * a colon, and what stands before an `@`.
 */
export function brokenCredentialRanges(text: string): SourceRange[] {
  const lines = new LineIndex(text);
  const ranges: SourceRange[] = [];
  for (const match of text.matchAll(/\/\/[^\s/:@]{0,200}:([^\s,]{1,500})|[^\s,:/]{1,500}@/g)) {
    const hidden = match[1] ?? match[0].slice(0, -1);
    const start = match[1] === undefined ? match.index : match.index + match[0].length - hidden.length;
    ranges.push(lines.range(start, start + hidden.length));
  }
  return ranges;
}
