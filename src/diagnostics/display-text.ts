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

/** The visible characters of a text, those in a row that are ASCII together. The segmenter is slow to make: made late. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    plain.lastIndex = at;
    const alone = plain.exec(text)?.[0] ?? "";
    if (alone !== "") yield alone;
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
  /** What stands between two display columns (from 0; the second is not part of it); of a character that is cut, spaces. */
  slice(start: number, end: number): string;
}

/** Lays out a line for a terminal: tabs become spaces, control characters a replacement sign. */
export function displayLine(line: string): DisplayLine {
  const { length } = line;
  if (simple.test(line)) {
    const clamp = (column: number): number => Math.min(Math.max(0, column), length);
    return {
      text: line,
      column: (source) => clamp(source - 1),
      width: length,
      slice: (start, end) => line.slice(clamp(start), clamp(end)),
    };
  }
  // For each unit of the line and its end: the column where its character begins, and where that begins in the text.
  const columns = new Uint32Array(length + 1);
  const offsets = new Uint32Array(length + 1);
  let unit = 0;
  let text = "";
  let width = 0;
  for (const piece of pieces(line)) {
    if (simple.test(piece)) {
      for (let index = 0; index < piece.length; index++, unit++) {
        columns[unit] = width + index;
        offsets[unit] = text.length + index;
      }
      text += piece;
      width += piece.length;
      continue;
    }
    columns.fill(width, unit, unit + piece.length);
    offsets.fill(text.length, unit, unit + piece.length);
    unit += piece.length;
    const shown = piece === "\t" ? " ".repeat(tabWidth - (width % tabWidth)) : printable(piece);
    text += shown;
    width += piece === "\t" ? shown.length : characterWidth(shown);
  }
  columns[length] = width;
  offsets[length] = text.length;
  return {
    text,
    column: (source) => columns[Math.min(Math.max(0, source - 1), length)] ?? width,
    width,
    slice: (start, end) =>
      start <= 0 && end >= width
        ? text
        : sliceLaidOut({ text, columns, offsets }, Math.max(0, start), Math.min(end, width)),
  };
}

interface LaidOut {
  readonly text: string;
  readonly columns: Uint32Array;
  readonly offsets: Uint32Array;
}

function sliceLaidOut({ text, columns, offsets }: LaidOut, start: number, end: number): string {
  if (start >= end) return "";
  const first = firstFrom(columns, start);
  const begin = columns[first] ?? end;
  if (begin >= end) return " ".repeat(end - start);
  let last = firstFrom(columns, end);
  // The character before the end may reach beyond it.
  if ((columns[last] ?? end) > end) last = firstFrom(columns, columns[last - 1] ?? 0);
  const middle = text.slice(offsets[first], offsets[last]);
  return " ".repeat(begin - start) + middle + " ".repeat(Math.max(0, end - (columns[last] ?? end)));
}

/** The first index whose column is not before the given one; columns never fall. */
function firstFrom(columns: Uint32Array, column: number): number {
  let low = 0;
  let high = columns.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns[middle] ?? 0) < column) low = middle + 1;
    else high = middle;
  }
  return low;
}
