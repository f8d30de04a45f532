import type { SourceRange } from "./diagnostic.js";
import { type DisplayLine, printable } from "./display-text.js";
import type { MaskedText } from "./masked-text.js";

/** The parts of a frame that can be coloured. */
export interface FrameStyle {
  gutter(text: string): string;
  marker(text: string): string;
}

/** Columns of source that a frame shows at most; longer lines are cut around what is marked. */
const maxWidth = 120;

/**
 * The marked line of a source with one line before and after it:
 *
 *     2 | backend:
 *   > 3 |   provider: genric
 *       |             ^^^^^^ did you mean "generic"?
 *     4 |   providers:
 */
export function codeFrame(
  source: MaskedText,
  range: SourceRange,
  note: string | undefined,
  style: FrameStyle,
): string[] {
  if (range.line > source.lineCount) return [];
  const last = Math.min(range.line + 1, source.lineCount);
  const digits = String(last).length;
  const marked = markedColumns(source, range);
  // All lines are cut at the same column, so that what stands one below the other stays so.
  const offset = marked.start <= maxWidth - 20 ? 0 : marked.start - 20;

  const frame: string[] = [];
  for (let line = Math.max(1, range.line - 1); line <= last; line++) {
    const isMarked = line === range.line;
    const text = crop(source.display(line), offset);
    if (!isMarked && text.trim() === "" && (line === last || line < range.line)) continue;
    const gutter = `${isMarked ? ">" : " "} ${String(line).padStart(digits)} |`;
    frame.push(`${style.gutter(gutter)} ${text}`.trimEnd());
    if (isMarked) frame.push(markerLine(digits, marked, offset, note, style));
  }
  return frame;
}

function markerLine(
  digits: number,
  { start, end }: { start: number; end: number },
  offset: number,
  note: string | undefined,
  style: FrameStyle,
): string {
  const carets = "^".repeat(Math.max(1, Math.min(end - offset, maxWidth) - (start - offset)));
  const text = note === undefined ? carets : `${carets} ${printable(note)}`;
  return `${style.gutter(`  ${" ".repeat(digits)} |`)} ${" ".repeat(start - offset)}${style.marker(text)}`;
}

/** The display columns that the marker covers in the first line of the range. */
function markedColumns(source: MaskedText, range: SourceRange): { start: number; end: number } {
  const isOneLine = range.endLine === range.line;
  const shown = source.columns(
    range.line,
    range.column,
    isOneLine ? range.endColumn : Number.POSITIVE_INFINITY,
  );
  const line = source.display(range.line);
  const start = line.column(shown.column);
  const endColumn = isOneLine ? shown.endColumn : source.line(range.line).trimEnd().length + 1;
  return { start, end: Math.max(start + 1, line.column(endColumn)) };
}

function crop(line: DisplayLine, offset: number): string {
  if (offset === 0 && line.width <= maxWidth) return line.text;
  const before = offset > 0 && line.width > 0 ? "…" : "";
  const after = line.width > offset + maxWidth ? "…" : "";
  return before + line.slice(offset + before.length, offset + maxWidth - after.length) + after;
}
