import type { SourceRange } from "./diagnostic.js";
import { type DisplayLine, displayLine } from "./display-text.js";

/** What is printed in the place of a secret; always the same, so that it does not tell the length. */
export const secretMask = "‹hidden›";

interface Segment {
  readonly start: number;
  /** Exclusive; Infinity up to the end of the line. */
  readonly end: number;
}

/** The lines of a text with its secrets hidden, and where the columns of the text went. */
export class MaskedText {
  readonly #lines: readonly string[];
  readonly #segments: ReadonlyMap<number, readonly Segment[]>;
  /** Many findings may be in one long line. */
  readonly #displayed = new Map<number, DisplayLine>();

  constructor(text: string, secrets: readonly SourceRange[]) {
    this.#lines = text.split(/\r?\n/);
    this.#segments = segmentsByLine(secrets);
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  /** A line (from 1) as it may be shown. */
  line(line: number): string {
    const text = this.#lines[line - 1] ?? "";
    let shown = "";
    let at = 0;
    for (const { start, end } of this.#segments.get(line) ?? []) {
      const from = Math.max(at, visibleStart(text, start));
      if (from >= text.length) break;
      shown += text.slice(at, from) + secretMask;
      at = Math.min(text.length, end - 1);
    }
    return shown + text.slice(at);
  }

  /** A line (from 1) as it may be shown, laid out for a terminal. */
  display(line: number): DisplayLine {
    let displayed = this.#displayed.get(line);
    if (displayed === undefined) {
      displayed = displayLine(this.line(line));
      this.#displayed.set(line, displayed);
    }
    return displayed;
  }

  /** Where a stretch of a line is in what {@link line} gives; a stretch inside a secret is the whole mask. */
  columns(line: number, column: number, endColumn: number): { column: number; endColumn: number } {
    const text = this.#lines[line - 1] ?? "";
    let shift = 0;
    let from: number | undefined;
    let to: number | undefined;
    for (const segment of this.#segments.get(line) ?? []) {
      const start = visibleStart(text, segment.start) + 1;
      if (start > text.length) break;
      const end = Math.min(segment.end, text.length + 1);
      const maskEnd = start + shift + secretMask.length;
      if (from === undefined && column < start) from = column + shift;
      if (to === undefined && endColumn <= start && column < start) to = endColumn + shift;
      if (from === undefined && column < end) {
        from = start + shift;
        to = maskEnd;
      }
      if (to === undefined && endColumn <= end) to = maskEnd;
      shift += secretMask.length - (end - start);
    }
    return { column: from ?? column + shift, endColumn: to ?? endColumn + shift };
  }
}

/** Where the mask starts in a line (an offset): of a line that is hidden from its start, the indentation stays. */
function visibleStart(text: string, startColumn: number): number {
  return startColumn > 1 ? startColumn - 1 : text.length - text.trimStart().length;
}

/** Splits ranges into stretches of single lines, merged where they touch. */
function segmentsByLine(ranges: readonly SourceRange[]): Map<number, Segment[]> {
  const found = new Map<number, Segment[]>();
  for (const range of ranges) {
    for (let line = range.line; line <= range.endLine; line++) {
      const start = line === range.line ? range.column : 1;
      const end = line === range.endLine ? range.endColumn : Number.POSITIVE_INFINITY;
      if (end <= start) continue;
      const segments = found.get(line);
      if (segments === undefined) found.set(line, [{ start, end }]);
      else segments.push({ start, end });
    }
  }
  for (const [line, segments] of found) found.set(line, merge(segments));
  return found;
}

function merge(segments: readonly Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || segment.start > last.end) merged.push(segment);
    else merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, segment.end) };
  }
  return merged;
}
