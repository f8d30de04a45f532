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
