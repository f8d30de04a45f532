import type { MigrationProgress } from "../../migration/engine.js";
import { singleLine } from "../output/table.js";

/** Tells of a run as it goes on: a line for what is done, and on a terminal one for what is being done. */
export class Progress {
  readonly #stream: NodeJS.WriteStream | undefined;
  readonly #isLive: boolean;
  #shown = false;

  /** Without a stream nothing is told. */
  constructor(stream: NodeJS.WriteStream | undefined) {
    this.#stream = stream;
    this.#isLive = stream?.isTTY === true;
  }

  line(text: string): void {
    this.clear();
    this.#stream?.write(`${text}\n`);
  }

  step({ event, migration, direction, index, total }: MigrationProgress): void {
    const id = singleLine(migration.id);
    if (event === "finished") this.line(`${direction === "up" ? "Applied" : "Reverted"} migration: ${id}`);
    else if (this.#isLive) {
      this.clear();
      this.#stream?.write(`${direction === "up" ? "Applying" : "Reverting"} ${index} of ${total}: ${id}`);
      this.#shown = true;
    }
  }

  /** Takes back the line that tells what is being done. */
  clear(): void {
    if (this.#shown) this.#stream?.write("\r\u001b[2K");
    this.#shown = false;
  }
}
