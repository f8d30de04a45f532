/** Counts what a run writes, keeps its standard output, and ends the run when there is too much of it. */
export class OutputMeter {
  readonly #limit: number;
  readonly #onLimit: () => void;
  readonly #kept: Uint8Array[] = [];
  #left: number;

  constructor(limit: number, onLimit: () => void) {
    this.#limit = limit;
    this.#left = limit;
    this.#onLimit = onLimit;
  }

  /** The part of a chunk that is still within the limit. */
  take(chunk: Uint8Array): Uint8Array {
    if (chunk.length <= this.#left) {
      this.#left -= chunk.length;
      return chunk;
    }
    const taken = chunk.subarray(0, this.#left);
    this.#left = 0;
    this.#onLimit();
    return taken;
  }

  keep(chunk: Uint8Array): void {
    this.#kept.push(chunk);
  }

  get kept(): Uint8Array {
    return Buffer.concat(this.#kept);
  }

  /** The limit in words. */
  get text(): string {
    return this.#limit % 1024 === 0 ? `${this.#limit / 1024} KiB` : `${this.#limit} bytes`;
  }
}
