/** Somebody who follows a log. */
export interface LogFollower {
  /** Aborted when nothing more is to be sent. */
  readonly signal: AbortSignal;
  /** To be called at the end, whoever brought it about. Idempotent. */
  leave(): void;
}

/** How long those who follow may take for what is left, when the server ends. */
const PATIENCE_MS = 1000;

/** Those who follow logs: not too many of them, and none when the server ends. */
export class LogFollowers {
  readonly #limit: number;
  readonly #controllers = new Set<AbortController>();
  #onEmpty: (() => void) | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Undefined when there are too many. */
  add(): LogFollower | undefined {
    if (this.#controllers.size >= this.#limit) return undefined;
    const controller = new AbortController();
    this.#controllers.add(controller);
    return {
      signal: controller.signal,
      leave: () => {
        controller.abort();
        this.#controllers.delete(controller);
        if (this.#controllers.size === 0) this.#onEmpty?.();
      },
    };
  }

  /** Gives everybody a moment for the end of what they follow, and then ends it. */
  async end(): Promise<void> {
    if (this.#controllers.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE_MS);
        this.#onEmpty = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    for (const controller of this.#controllers) controller.abort();
  }
}
