import type { SourceRange } from "../diagnostics/diagnostic.js";
import { secretMask } from "../diagnostics/masked-text.js";
import { LineIndex } from "../source/line-index.js";

/** A URL with a password in it, `postgres://user:password@host`; the group is the password. */
const urlWithPassword = /[a-zA-Z][\w+.-]{0,30}:\/\/[^\s/:@"']{0,200}:([^\s/"']{1,500})@/g;

/** Where a text holds URLs with a password in them (`postgres://user:password@host`), whatever field they are in. */
export function credentialRanges(text: string): SourceRange[] {
  if (!text.includes("://")) return [];
  const lines = new LineIndex(text);
  const ranges: SourceRange[] = [];
  for (const match of text.matchAll(urlWithPassword)) {
    const end = match.index + match[0].length - 1;
    ranges.push(lines.range(end - (match[1]?.length ?? 0), end));
  }
  return ranges;
}

/** A text with the passwords of the URLs in it taken out. */
export function withoutCredentials(text: string): string {
  if (!text.includes("://")) return text;
  return text.replace(urlWithPassword, (url, password: string) => {
    return `${url.slice(0, -password.length - 1)}${secretMask}@`;
  });
}

/**
 * Where a password may stand in a text with syntax errors, which may be in a URL, too: what follows two slashes
 * and a colon, and what stands before an `@`.
 */
export function brokenCredentialRanges(text: string): SourceRange[] {
  const lines = new LineIndex(text);
  const ranges: SourceRange[] = [];
  for (const { 0: all, 1: password = "", index } of text.matchAll(/\/\/[^\s/:@]{0,200}:([^\s,]{1,500})/g)) {
    const end = index + all.length;
    ranges.push(lines.range(end - password.length, end));
  }
  if (!text.includes("@")) return ranges;
  for (const { 0: word, index } of text.matchAll(/[^\s,:/]+/g)) {
    const end = word.lastIndexOf("@");
    if (end > 0) ranges.push(lines.range(index, index + end));
  }
  return ranges;
}
