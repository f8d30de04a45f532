/** Lets a number of holders in at once; the others wait their turn, first come, first served. */
export class ConcurrencyLimiter {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Waits for a place. The function that it gives returns the place and may be called more than once. False when the signal was
   * aborted first.
   */
  async acquire(signal: AbortSignal): Promise<(() => void) | false> {
    if (signal.aborted) return false;
    if (this.#held < this.#limit) {
      this.#held++;
      return this.#release();
    }
    return await new Promise((resolve) => {
      const enter = (): void => {
        signal.removeEventListener("abort", leave);
        resolve(this.#release());
      };
      const leave = (): void => {
        this.#waiting.delete(enter);
        resolve(false);
      };
      this.#waiting.add(enter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #release(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const [next] = this.#waiting;
      if (next === undefined) {
        this.#held--;
        return;
      }
      // The place passes on without ever being free, so that nobody who comes now overtakes.
      this.#waiting.delete(next);
      next();
    };
  }
}
