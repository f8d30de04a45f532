import { isOutputPath } from "./output-paths.js";

const version = 1;
const hashPattern = /^[0-9a-f]{64}$/;

const byCodeUnit = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

/** Writes `.files.json`: path → hash of its text, sorted. */
export function renderOwnedFiles(files: ReadonlyMap<string, string>, comment: string): string {
  // `fromEntries` defines own properties, so that even `__proto__` is an ordinary name.
  const sorted = Object.fromEntries([...files].sort(byCodeUnit));
  return `${JSON.stringify({ $comment: comment, version, files: sorted }, undefined, 2)}\n`;
}

/**
 * Reads `.files.json`; undefined when it is damaged (an unresolved merge, say) or of another version. Then no
 * file counts as owned, and nothing is deleted on its word. Entries that no run can have written are dropped.
 */
export function parseOwnedFiles(text: string): ReadonlyMap<string, string> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { version: found, files } = parsed as { version?: unknown; files?: unknown };
  if (found !== version || typeof files !== "object" || files === null || Array.isArray(files))
    return undefined;
  const owned = new Map<string, string>();
  for (const [path, hash] of Object.entries(files)) {
    if (isOutputPath(path) && typeof hash === "string" && hashPattern.test(hash)) owned.set(path, hash);
  }
  return owned;
}
