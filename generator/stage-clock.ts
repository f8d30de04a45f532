import { now } from "./now.js";

/** How long a stage took, in milliseconds, and how often it came up. */
export interface StageTime {
  readonly stage: string;
  readonly milliseconds: number;
  readonly count: number;
  /** True for what went on at the same time as the other stages. */
  readonly beside?: true;
}

/** Measures the stages of a run. A stage inside another counts for itself, and not for the one around it. */
export class StageClock {
  readonly #times = new Map<string, Omit<StageTime, "stage">>();

  /** Runs a piece of work and charges its time to `stage`. */
  async time<T>(stage: string, work: () => T | Promise<T>): Promise<T> {
    const before = this.total;
    const start = now();
    try {
      return await work();
    } finally {
      this.add(stage, now() - start - (this.total - before));
    }
  }

  /** Charges a time that somebody else has measured. */
  add(stage: string, milliseconds: number): void {
    const time = this.#times.get(stage) ?? { milliseconds: 0, count: 0 };
    this.#times.set(stage, { milliseconds: time.milliseconds + milliseconds, count: time.count + 1 });
  }

  /** Measures work that goes on in another thread, and is part of no stage here. */
  async beside<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = now();
    try {
      return await work();
    } finally {
      this.#times.set(stage, { milliseconds: now() - start, count: 1, beside: true });
    }
  }

  /** All that was measured in this thread, in milliseconds. */
  get total(): number {
    return [...this.#times.values()].reduce((sum, time) => sum + (time.beside ? 0 : time.milliseconds), 0);
  }

  /** The stages in the order in which they first ended. */
  list(): readonly StageTime[] {
    return [...this.#times].map(([stage, time]) => ({ stage, ...time }));
  }
}
