import { escapePattern, wordsPattern } from "./words-pattern.js";

/** What is right beside a name, and so no misspelling of it. */
export interface RightNames {
  readonly names: Iterable<string>;
  /** Regular expressions; whatever they match is right, too. */
  readonly patterns?: readonly string[];
}

/**
 * A regular expression for the ways in which a name is misspelt: a letter missing, too many or wrong, two neighbours
 * swapped, or nothing but letter case and separators. It matches the name itself as well, and no other right one.
 */
export function misspellings(name: string, right: RightNames): string {
  const letters = [...name];
  const ways = letters.length < 2 ? [] : [oneEdit(letters), `${escapePattern(name)}.`];
  return `^${exceptions(name, right)}(?:${[...ways, alike(name)].join("|")})$`;
}

/** Whether some of what is right looks like a misspelling of the name. */
export function isConfusable(name: string, right: RightNames): boolean {
  return exceptions(name, right) !== "";
}

function exceptions(name: string, { names, patterns = [] }: RightNames): string {
  const confusable = Array.from(names).filter((other) => other !== name && isMisspelling(other, name));
  const words = confusable.length === 0 ? [] : [`(?!${wordsPattern(confusable)}$)`];
  return [...words, ...patterns.map((allowed) => `(?![\\s\\S]*(?:${allowed}))`)].join("");
}

/**
 * Alternatives for the letters with at most one edit among them. A mistake is in one half, and the other half is right:
 * cutting in halves keeps the expression short where naming every place would make it grow with the square.
 */
function oneEdit(letters: readonly string[]): string {
  const [first = ""] = letters;
  // Wrong, missing, or with a letter too many in front of it.
  if (letters.length === 1) return `.?${escapePattern(first)}?`;
  const middle = Math.ceil(letters.length / 2);
  const [left, right] = [letters.slice(0, middle), letters.slice(middle)];
  const text = (part: readonly string[]): string => escapePattern(part.join(""));
  const swapped = [...left.slice(0, -1), right[0] ?? "", left.at(-1) ?? "", ...right.slice(1)];
  return [
    text(left) + group(oneEdit(right)),
    group(oneEdit(left)) + text(right),
    ...(left.at(-1) === right[0] ? [] : [text(swapped)]),
  ].join("|");
}

const group = (alternatives: string): string =>
  alternatives.includes("|") ? `(?:${alternatives})` : alternatives;

/** The same letters in any case, with any separators where words meet: `schemaPath`, `SCHEMA_PATH` and `schema-path`. */
function alike(name: string): string {
  const marked = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_");
  return Array.from(marked, (letter) => {
    if (letter === "_" || letter === "-") return "[-_]?";
    return /[A-Za-z]/.test(letter)
      ? `[${letter.toLowerCase()}${letter.toUpperCase()}]`
      : escapePattern(letter);
  }).join("");
}

/** Whether a word is among the {@link misspellings} of a name; of a few more words it says so, too. */
function isMisspelling(word: string, name: string): boolean {
  if (Math.abs(word.length - name.length) <= 2 && areOneEditApart([...word], [...name])) return true;
  return folded(word) === folded(name);
}

function areOneEditApart(a: readonly string[], b: readonly string[]): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [inA, inB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (inA.length <= 1 && inB.length <= 1) return true;
  return inA.length === 2 && inB.length === 2 && inA[0] === inB[1] && inA[1] === inB[0];
}

const folded = (word: string): string => word.toLowerCase().replace(/[-_]/g, "");

/** Finds, for each of many words, those that may be taken for a misspelling of it, without comparing all with all. */
export function confusableWords(words: readonly string[]): (word: string) => ReadonlySet<string> {
  const index = new Map<string, string[]>();
  for (const word of words) {
    for (const trace of traces(word)) {
      const known = index.get(trace);
      if (known === undefined) index.set(trace, [word]);
      else known.push(word);
    }
  }
  return (word) => new Set(traces(word).flatMap((trace) => index.get(trace) ?? []));
}

/** Two words that are one edit apart are the same with a letter less in one of them or in both. */
function traces(word: string): string[] {
  const letters = [...word];
  const shortened = letters.map((_, place) => letters.toSpliced(place, 1).join(""));
  return [...new Set([word, ...shortened, folded(word)])];
}
