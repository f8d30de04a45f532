import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";

const LONGEST_LINE = 64 * 1024;

/** Cuts a stream of bytes into lines without terminal control sequences, for looking at, not for printing. */
export class LineScanner {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  #rest = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#emit(line);
    // A program that never ends its line must not fill the memory.
    if (this.#rest.length > LONGEST_LINE) this.#flush();
  }

  /** Hands out what stands after the last line end. */
  end(): void {
    this.#rest = (this.#rest + this.#decoder.end()).replace(/\r$/, "");
    this.#flush();
  }

  #flush(): void {
    if (this.#rest !== "") this.#emit(this.#rest);
    this.#rest = "";
  }

  #emit(line: string): void {
    this.#onLine(stripVTControlCharacters(line));
  }
}
