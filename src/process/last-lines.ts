/** Keeps the last lines of a stream that is too long to keep. */
export class LastLines {
  readonly #count: number;
  readonly #lines: string[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  /** Takes a line; blank ones tell nothing and are left out. */
  push(line: string): void {
    if (line.trim() === "") return;
    this.#lines.push(line);
    if (this.#lines.length > this.#count) this.#lines.shift();
  }

  get lines(): readonly string[] {
    return [...this.#lines];
  }
}
