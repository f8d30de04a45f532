import { escapePattern } from "../../../src/diagnostics/misspelling.js";
import { byCodeUnit } from "../../../src/validation/json-value.js";

/** A regular expression, without anchors, for exactly these words: what they have in common at their start is said once. */
export function wordsPattern(words: Iterable<string>): string {
  return alternatives([...new Set(words)].sort(byCodeUnit).map((word) => [...word]));
}

function alternatives(words: readonly (readonly string[])[]): string {
  const rests = new Map<string, (readonly string[])[]>();
  let mayEnd = false;
  for (const [letter, ...rest] of words) {
    if (letter === undefined) mayEnd = true;
    else rests.set(letter, [...(rests.get(letter) ?? []), rest]);
  }
  const lettersBefore = new Map<string, string[]>();
  for (const [letter, following] of rests) {
    const rest = alternatives(following);
    lettersBefore.set(rest, [...(lettersBefore.get(rest) ?? []), letter]);
  }
  const branches = Array.from(lettersBefore, ([rest, letters]) => oneOf(letters) + rest);
  if (branches.length === 1 && !mayEnd) return branches[0] ?? "";
  return branches.length === 0 ? "" : `(?:${branches.join("|")})${mayEnd ? "?" : ""}`;
}

function oneOf(letters: readonly string[]): string {
  const [only = ""] = letters;
  if (letters.length === 1) return escapePattern(only);
  return `[${letters.map((letter) => letter.replace(/[\\\]^-]/, "\\$&")).join("")}]`;
}
