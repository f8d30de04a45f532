import fc from "fast-check";

/** Characters that are easily forgotten: no characters at all, invisible ones, ends of lines that only some programs know. */
const oddCharacters = [
  ...["\ud800", "\udbff", "\udc00", "\udfff", "\ude00\ud83d"], // halves of characters, and halves the wrong way round
  ...["\u0000", "\u0001", "\u001b", "\u007f", "\u009f"], // steering
  ...["\r", "\n", "\r\n", "\u0085", "\u2028", "\u2029", "\u000b", "\u000c"], // ends of lines
  ...["\ufeff", "\ufffe", "\uffff", "\ufffd", "\u{10ffff}", "\u{1fffe}"], // marks, and what is no character
  ...["\u00a0", "\u200b", "\u200d", "\u2060", "\u00ad", "\u3164"], // not to be seen
  ...["\u202e", "\u2066", "\u061c"], // writing direction
  ...["\u0301", "\u0345", "İ", "ı", "ﬀ", "😀", "👩‍👩‍👧", "𝒳", "Ω"], // more than one unit, more than one spelling
  "\u0301".repeat(200),
];

const long = fc.constantFrom(
  "x".repeat(5_000),
  "x".repeat(70_000),
  "-".repeat(2_000),
  "a.".repeat(2_000),
  "x/".repeat(2_000),
  "😀".repeat(3_000),
  "\ud800".repeat(1_000),
  `${"a".repeat(300)}\ud83d`,
);

const odd = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...oddCharacters) },
  { weight: 1, arbitrary: long },
);

/** Puts something odd at the start, in the middle or at the end of a text, or in its place. */
export const spoil: fc.Arbitrary<(text: string) => string> = fc
  .tuple(odd, fc.constantFrom("start", "middle", "end", "whole"))
  .map(([piece, where]) => (text) => {
    const middle = text.length >> 1;
    switch (where) {
      case "start":
        return piece + text;
      case "middle":
        return text.slice(0, middle) + piece + text.slice(middle);
      case "end":
        return text + piece;
      default:
        return piece;
    }
  });

/** A text with something odd in it. */
export const oddText: fc.Arbitrary<string> = fc
  .tuple(spoil, fc.constantFrom("", "a", "url", "x-y", "./src/two.ts", "#/$defs/host", "^[a-z]+$"))
  .map(([change, text]) => change(text));

/** The odd characters as JSON and double quotes in YAML write them, to be put into a text. */
export const oddEscapes: readonly string[] = oddCharacters.map(escaped);

/** A text of JSON with everything outside of ASCII written as escapes. */
export function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
