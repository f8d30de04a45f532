/** What a guest has told on its control port. */
export class ControlPort {
  #text = "";
  #startedAt: number | undefined;

  /** Takes what has come. */
  push(chunk: Buffer): void {
    // Whatever a hostile guest may write, a few lines are all that is looked at.
    this.#text = (this.#text + chunk.toString("latin1")).slice(0, 4_096);
    if (this.started && this.#startedAt === undefined) this.#startedAt = Date.now() / 1000;
  }

  /** Whether the program was started. */
  get started(): boolean {
    return /^started \d+$/m.test(this.#text);
  }

  /** By how many seconds the guest's clock was off when its program was started. */
  get clockSkew(): number | undefined {
    const told = /^started (\d+)$/m.exec(this.#text)?.[1];
    return told === undefined || this.#startedAt === undefined ? undefined : Number(told) - this.#startedAt;
  }

  get exitCode(): number | undefined {
    const told = /^exit (\d{1,3})\n/m.exec(this.#text)?.[1];
    return told === undefined ? undefined : Number(told) & 0xff;
  }

  /** Whether the program, with all that it had started, was ended for its memory. */
  get outOfMemory(): boolean {
    return /^memory$/m.test(this.#text);
  }

  /** Why the guest could not start the program. */
  get failure(): string | undefined {
    return /^failed (.*)\n/m.exec(this.#text)?.[1];
  }
}
