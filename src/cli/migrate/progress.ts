import type { MigrationProgress } from "../../migration/engine.js";
import { singleLine } from "../output/table.js";

/** How often a terminal shows how long the present migration has been running. */
const LIVE_MS = 1000;
/** How often other output, such as a log, is told that a migration is still running. */
const LOG_MS = 30_000;

/**
 * Tells of a run as it goes on: a line for what is done. What is being done is shown on a terminal in a line that is
 * replaced; elsewhere only when it takes long, so that a log does not look dead.
 */
export class Progress {
  readonly #stream: NodeJS.WriteStream | undefined;
  readonly #isLive: boolean;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #shown = false;

  /** Without a stream nothing is told. */
  constructor(stream: NodeJS.WriteStream | undefined, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#isLive = stream?.isTTY === true;
    this.#now = now;
  }

  line(text: string): void {
    this.clear();
    this.#stream?.write(`${text}\n`);
  }

  step({ event, migration, direction, index, total }: MigrationProgress): void {
    const id = singleLine(migration.id);
    if (event === "finished") {
      this.line(`${direction === "up" ? "Applied" : "Reverted"} migration: ${id}`);
      return;
    }
    this.clear();
    if (this.#stream === undefined) return;
    const doing = `${direction === "up" ? "Applying" : "Reverting"} ${index} of ${total}: ${id}`;
    const started = this.#now();
    const seconds = (): number => Math.round((this.#now() - started) / 1000);
    if (this.#isLive) {
      this.#show(doing);
      this.#timer = setInterval(() => this.#show(`${doing} (${seconds()}s)`), LIVE_MS);
    } else {
      this.#timer = setInterval(() => this.#stream?.write(`${doing} (${seconds()}s)\n`), LOG_MS);
    }
    // Telling of a run must not keep the process alive.
    this.#timer.unref();
  }

  /** Takes back the line that tells what is being done. */
  clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#erase();
  }

  #show(text: string): void {
    this.#erase();
    // A line that wraps could not be taken back. Some terminals do not tell their width, and give 0.
    this.#stream?.write(text.slice(0, (this.#stream.columns || 80) - 1));
    this.#shown = true;
  }

  #erase(): void {
    if (this.#shown) this.#stream?.write("\r\u001b[2K");
    this.#shown = false;
  }
}
