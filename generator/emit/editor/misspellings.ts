import { misspellingPattern, misspellingsOf } from "../../../src/diagnostics/misspelling.js";
import { wordsPattern } from "./words-pattern.js";

/** What is right beside a name, and so no misspelling of it. */
export interface RightNames {
  readonly names: Iterable<string>;
  /** Regular expressions; whatever they match is right, too. */
  readonly patterns?: readonly string[];
}

interface Misspellings {
  readonly pattern: string;
  readonly isMisspelt: (word: string) => boolean;
}

const byName = new Map<string, Misspellings>();

/** The misspellings of a name. Objects of many providers ask for fields of the same names, and each costs a long expression. */
function known(name: string): Misspellings {
  const before = byName.get(name);
  if (before !== undefined) return before;
  const found = { pattern: misspellingPattern(name), isMisspelt: misspellingsOf(name) };
  byName.set(name, found);
  return found;
}

/** A regular expression for the ways in which a name is misspelt. It matches the name itself as well, and no other right one. */
export function misspellings(name: string, right: RightNames): string {
  return `^${exceptions(name, right)}${known(name).pattern.slice(1)}`;
}

/** What keeps the expression from matching other right names, at its start; empty for a name that is unlike all others. */
export function exceptions(name: string, { names, patterns = [] }: RightNames): string {
  const confusable = Array.from(names).filter(known(name).isMisspelt);
  const words = confusable.length === 0 ? [] : [`(?!${wordsPattern(confusable)}$)`];
  return [...words, ...patterns.map((allowed) => `(?![\\s\\S]*(?:${allowed}))`)].join("");
}
