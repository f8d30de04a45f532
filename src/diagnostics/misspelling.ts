import { closest } from "./suggest.js";

/**
 * A regular expression, with anchors, for the words that may be a name misspelt, and the name itself. Editor schemas
 * have it as it stands here, so that editors and provc take the same keys for misspelt ones.
 *
 * Nothing but letter case and separators differs, or there are mistakes: a letter missing, too many or wrong, two
 * neighbours swapped. A short name has one. A longer one is cut in three: all mistakes are in one part, or each part has
 * one. From nine letters on, where three mistakes are still few, one part may have several and the others one each.
 * That tells names apart about as well as counting letters does, and is not much longer than the name.
 */
export function misspellingPattern(name: string): string {
  return `^${anyOf([...ways([...name]), alike(name)])}$`;
}

/** Tells words that may be the name misspelt. */
export function misspellingsOf(name: string): (word: string) => boolean {
  const pattern = new RegExp(misspellingPattern(name), "u");
  return (word) => word !== name && pattern.test(word);
}

/** The word that is most likely the name, misspelt; undefined when none may be. */
export function misspeltAmong(words: readonly string[], name: string): string | undefined {
  const misspelt = words.filter(misspellingsOf(name));
  return closest(name, misspelt) ?? misspelt[0];
}

function ways(letters: readonly string[]): string[] {
  // Of a single letter every other one is as near as the next.
  if (letters.length < 2) return [];
  if (letters.length < 6) return oneMistake(letters);
  const cut = (third: number): number => Math.round((third * letters.length) / 3);
  const parts = [0, 1, 2].map((third) => letters.slice(cut(third), cut(third + 1)));
  const almost = parts.map((part) => anyOf(oneMistake(part)));
  const others = letters.length < 9 ? parts.map(text) : almost;
  const inOnePart = parts.map((part, index) =>
    others.map((other, at) => (at === index ? aboutAsLong(part, 2) : other)).join(""),
  );
  return letters.length < 9 ? [almost.join(""), ...inOnePart] : inOnePart;
}

/** Alternatives for the letters with at most one mistake among them. */
function oneMistake(letters: readonly string[]): string[] {
  const [left, right] = halves(letters);
  // Where half a part is enough to know it by, the other half may be anything.
  if (letters.length > 5)
    return [text(left) + aboutAsLong(right, 1), aboutAsLong(left, 1) + text(right), ...swapped(left, right)];
  return [...oneWithin(letters), `${text(letters)}.`];
}

/**
 * One half has the mistake and the other is right: halves of halves keep the expression short, where naming every place
 * would make it grow with the square.
 */
function oneWithin(letters: readonly string[]): string[] {
  const [first = ""] = letters;
  // Wrong, missing, or with a letter too many in front of it.
  if (letters.length === 1) return [`.?${escapePattern(first)}?`];
  const [left, right] = halves(letters);
  return [
    text(left) + anyOf(oneWithin(right)),
    anyOf(oneWithin(left)) + text(right),
    ...swapped(left, right),
  ];
}

function halves(letters: readonly string[]): [string[], string[]] {
  const middle = Math.ceil(letters.length / 2);
  return [letters.slice(0, middle), letters.slice(middle)];
}

/** The last letter of one half and the first of the other in the wrong order. */
function swapped(left: readonly string[], right: readonly string[]): string[] {
  const [last = "", first = ""] = [left.at(-1), right[0]];
  return last === first ? [] : [text([...left.slice(0, -1), first, last, ...right.slice(1)])];
}

/** Anything with so many letters, or a few more or less. */
const aboutAsLong = ({ length }: readonly string[], difference: number): string =>
  `.{${Math.max(0, length - difference)},${length + difference}}`;

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

const text = (letters: readonly string[]): string => escapePattern(letters.join(""));

const anyOf = (alternatives: readonly string[]): string =>
  alternatives.length === 1 ? (alternatives[0] ?? "") : `(?:${alternatives.join("|")})`;

/** A text as a regular expression that matches it; valid with and without the `u` flag. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
