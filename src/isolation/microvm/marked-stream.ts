import { randomBytes } from "node:crypto";

/** A mark that no program writes by chance. It starts as no text does, so that hardly anything looks like its beginning. */
export function newMark(): string {
  return `\u0001${randomBytes(16).toString("hex")}`;
}

/** A stream whose end is marked, because it stays open beyond the end of what writes to it. */
export class MarkedStream {
  readonly #mark: Buffer;
  readonly #pass: (chunk: Uint8Array) => void;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  /** `pass` gets what comes before the mark, as it comes. */
  constructor(mark: string, pass: (chunk: Uint8Array) => void) {
    this.#mark = Buffer.from(mark);
    this.#pass = pass;
  }

  /** Whether the mark has come: nothing more will be passed on. */
  get ended(): boolean {
    return this.#ended;
  }

  push(chunk: Buffer): void {
    if (this.#ended) return;
    const text = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const at = text.indexOf(this.#mark);
    this.#ended = at >= 0;
    const end = this.#ended ? at : text.length - beginningAtEnd(text, this.#mark);
    this.#held = text.subarray(end);
    if (end > 0) this.#pass(text.subarray(0, end));
  }

  /** The stream has ended without the mark; what looked like its beginning is passed on, too. */
  close(): void {
    if (!this.#ended && this.#held.length > 0) this.#pass(this.#held);
    this.#held = Buffer.alloc(0);
  }
}

/** How many bytes at the end of a text are the beginning of the mark. */
function beginningAtEnd(text: Buffer, mark: Buffer): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (text.subarray(text.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
