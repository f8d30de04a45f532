import type { SourceRange } from "../diagnostics/diagnostic.js";

/** A place in a text: line and column start at 1, the column counts UTF-16 units. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets of a text into lines and columns, and back. Lines end with LF or CRLF. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Where an offset stands; offsets outside the text are moved to its nearest end. */
  position(offset: number): SourcePosition {
    const wanted = Math.min(Math.max(0, offset), this.#text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (this.#starts[low] ?? 0) + 1 };
  }

  range(start: number, end: number): SourceRange {
    const from = this.position(start);
    const to = this.position(Math.max(start, end));
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** The offset of a position; columns past the end of the line are moved to it. */
  offset(line: number, column: number): number {
    const start = this.#starts[Math.min(Math.max(1, line), this.#starts.length) - 1] ?? 0;
    return Math.min(start + Math.max(0, column - 1), this.#lineEnd(line));
  }

  /** The text of a line, without its line end; empty for lines that do not exist. */
  line(line: number): string {
    const start = this.#starts[line - 1];
    return start === undefined ? "" : this.#text.slice(start, this.#lineEnd(line));
  }

  #lineEnd(line: number): number {
    const next = this.#starts[line];
    if (next === undefined) return this.#text.length;
    return this.#text[next - 2] === "\r" ? Math.max(this.#starts[line - 1] ?? 0, next - 2) : next - 1;
  }
}
