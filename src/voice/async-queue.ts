export interface AsyncQueueOptions {
  /** At how many waiting items the source is asked to pause. Default: 100. */
  readonly highWaterMark?: number;
  readonly onPause?: () => void;
  readonly onResume?: () => void;
}

/**
 * What a source pushes, for one reader to iterate over. Nothing that was accepted is lost: when the reader is slow, the source is
 * asked to pause, and what had been pushed before the end is read before the end.
 */
export class AsyncQueue<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = [];
  readonly #options: AsyncQueueOptions;
  readonly #limit: number;
  #waiting: { resolve: (result: IteratorResult<Item>) => void; reject: (error: unknown) => void } | undefined;
  #ended = false;
  #error: unknown;
  #paused = false;
  #roomWaiters: (() => void)[] = [];

  constructor(options: AsyncQueueOptions = {}) {
    this.#options = options;
    this.#limit = options.highWaterMark ?? 100;
  }

  get size(): number {
    return this.#items.length;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when another item can be pushed without going beyond the high-water mark, or the queue has ended. */
  async room(): Promise<void> {
    while (!this.#ended && this.#items.length >= this.#limit) {
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
    }
  }

  /** Accepts an item; false after the end. */
  push(item: Item): boolean {
    if (this.#ended) return false;
    const waiting = this.#waiting;
    if (waiting !== undefined) {
      this.#waiting = undefined;
      waiting.resolve({ value: item, done: false });
      return true;
    }
    this.#items.push(item);
    if (!this.#paused && this.#items.length >= this.#limit) {
      this.#paused = true;
      this.#options.onPause?.();
    }
    return true;
  }

  /** Ends the queue once what is in it has been read; with an error, the reader gets that. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#wakeWriters();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) return;
    if (error === undefined) waiting.resolve({ value: undefined, done: true });
    else waiting.reject(error);
  }

  /** Throws away what has not been read. */
  clear(): void {
    this.#items.length = 0;
    this.#wakeWriters();
    this.#resume();
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    return {
      next: () => this.#next(),
      return: async () => {
        this.end();
        this.clear();
        return { value: undefined, done: true };
      },
    };
  }

  #next(): Promise<IteratorResult<Item>> {
    if (this.#items.length > 0) {
      const item = this.#items.shift() as Item;
      this.#wakeWriters();
      if (this.#items.length <= this.#limit / 2) this.#resume();
      return Promise.resolve({ value: item, done: false });
    }
    if (this.#ended) {
      const error = this.#error;
      this.#error = undefined;
      return error === undefined ? Promise.resolve({ value: undefined, done: true }) : Promise.reject(error);
    }
    if (this.#waiting !== undefined) return Promise.reject(new Error("the queue has a reader already"));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #wakeWriters(): void {
    for (const wake of this.#roomWaiters.splice(0)) wake();
  }

  #resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#options.onResume?.();
  }
}
