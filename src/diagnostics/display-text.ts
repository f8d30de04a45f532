/** Characters that take no column, or steer the terminal: never printed as they are. */
const unprintable = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text that is safe to print on one line: no control characters, no changes of writing direction. */
export function printable(text: string): string {
  return text.replace(unprintable, (char) => (char === "\n" || char === "\t" ? " " : "\ufffd"));
}

/** Blocks of characters that take two columns: CJK, Hangul, Kana, full-width forms. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const simple = /^[\x20-\x7e]*$/;

let segmenter: Intl.Segmenter | undefined;

/** What stands alone in front of the same; the last may be the beginning of a character of several. */
const plain = /[\x20-\x7e]+(?=[\x20-\x7e]|$)/y;
/** Anything else, in pieces: the segmenter takes the square of a text's length, and a character of that many parts is none. */
const composed = /[\x20-\x7e]?[^\x20-\x7e]{0,256}/uy;

/** The visible characters of a text. The segmenter costs as much to make as all else at start-up, so it is made late. */
function* graphemes(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    plain.lastIndex = at;
    const alone = plain.exec(text)?.[0] ?? "";
    yield* alone;
    at += alone.length;
    if (at === text.length) return;
    composed.lastIndex = at;
    const piece = composed.exec(text)?.[0] ?? "";
    segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
    for (const { segment } of segmenter.segment(piece)) yield segment;
    at += piece.length;
  }
}

/** How many terminal columns one visible character takes. */
function characterWidth(character: string): number {
  if (invisible.test(character)) return 0;
  return wide.test(character) || emoji.test(character) ? 2 : 1;
}

/** Columns between tab stops in code frames. */
const tabWidth = 4;

/** A line as it is printed, and where its characters land. */
export interface DisplayLine {
  readonly text: string;
  /** The display column (from 0) of a source column (from 1, UTF-16 units). */
  column(sourceColumn: number): number;
  readonly width: number;
}

/** Lays out a line for a terminal: tabs become spaces, control characters a replacement sign. */
export function displayLine(line: string): DisplayLine {
  if (simple.test(line)) {
    const clamp = (column: number): number => Math.min(Math.max(0, column - 1), line.length);
    return { text: line, column: clamp, width: line.length };
  }
  const columns: number[] = [];
  let text = "";
  let width = 0;
  for (const segment of graphemes(line)) {
    const shown = segment === "\t" ? " ".repeat(tabWidth - (width % tabWidth)) : printable(segment);
    for (let unit = 0; unit < segment.length; unit++) columns.push(width);
    text += shown;
    width += segment === "\t" ? shown.length : characterWidth(shown);
  }
  const total = width;
  return { text, column: (column) => columns[Math.max(0, column - 1)] ?? total, width };
}

/** The part of a laid-out text between two display columns; a wide character that is cut becomes a space. */
export function sliceColumns(text: string, start: number, end: number): string {
  if (simple.test(text)) return text.slice(start, end);
  let result = "";
  let at = 0;
  for (const segment of graphemes(text)) {
    if (at > end) break;
    const next = at + characterWidth(segment);
    if (at >= start && next <= end) result += segment;
    else if (next > start && at < end) result += " ".repeat(Math.min(next, end) - Math.max(at, start));
    at = next;
  }
  return result;
}
