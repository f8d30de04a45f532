/** Work that several want at once, by what it is to give: it is done once, and given up only when nobody waits for it any more. */
export class SharedWork<Result> {
  readonly #underWay = new Map<string, Shared<Result>>();

  /** Rejects as the work does, or, once the signal is aborted, with its reason. Whoever leaves last waits for the work to end. */
  async run(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const shared = this.#underWay.get(key) ?? this.#begin(key, work);
    shared.waiting++;
    let leave: () => void = () => {};
    const left = new Promise<"left">((resolve) => {
      leave = () => resolve("left");
      signal.addEventListener("abort", leave, { once: true });
    });
    try {
      const first = await Promise.race([shared.settled, left]);
      if (first === "left" && --shared.waiting === 0) {
        // Whoever comes now begins anew.
        if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
        shared.cancel.abort(signal.reason);
        await shared.settled;
      }
      if (first === "left") throw signal.reason;
      return await shared.result;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<Result>): Shared<Result> {
    const cancel = new AbortController();
    const result = work(cancel.signal);
    const settled = result.then(
      () => {},
      () => {},
    );
    const shared: Shared<Result> = { result, settled, cancel, waiting: 0 };
    this.#underWay.set(key, shared);
    void settled.then(() => {
      if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
    });
    return shared;
  }
}

interface Shared<Result> {
  readonly result: Promise<Result>;
  /** Resolves when the result is there, or never will be. */
  readonly settled: Promise<void>;
  readonly cancel: AbortController;
  waiting: number;
}
