import type { LogLimits, LogLine, LogStream } from "./log-line.js";

type Program = Exclude<LogStream, "notice">;

/**
 * Makes numbered lines of what a workload writes. Bytes may come in any pieces; what goes over the limits is left out,
 * with one notice, so that endless output costs nothing.
 */
export class LogAssembler {
  readonly #limits: LogLimits;
  readonly #now: () => Date;
  readonly #emit: (line: LogLine) => void;
  readonly #streams: { readonly [stream in Program]: { readonly decoder: TextDecoder; rest: string } } = {
    stdout: { decoder: new TextDecoder(), rest: "" },
    stderr: { decoder: new TextDecoder(), rest: "" },
  };
  #lines = 0;
  #length = 0;
  #full = false;

  constructor(limits: LogLimits, now: () => Date, emit: (line: LogLine) => void) {
    this.#limits = limits;
    this.#now = now;
    this.#emit = emit;
  }

  /** Takes a piece of a stream. */
  write(stream: Program, chunk: Uint8Array): void {
    if (this.#full) return;
    const state = this.#streams[stream];
    this.#take(stream, state.rest + state.decoder.decode(chunk, { stream: true }));
  }

  /** Ends both streams: what stands there without a line's end is a line, too. */
  end(): void {
    for (const stream of ["stdout", "stderr"] as const) {
      if (this.#full) return;
      const state = this.#streams[stream];
      this.#take(stream, state.rest + state.decoder.decode());
      if (state.rest !== "") this.#line(stream, state.rest);
      state.rest = "";
    }
  }

  #take(stream: Program, text: string): void {
    const { lineLength } = this.#limits;
    let start = 0;
    while (!this.#full) {
      const end = text.indexOf("\n", start);
      if (end === -1 || end - start > lineLength) {
        if ((end === -1 ? text.length : end) - start <= lineLength) break;
        this.#line(stream, text.slice(start, start + lineLength));
        start += lineLength;
      } else {
        this.#line(stream, text.slice(start, text[end - 1] === "\r" && end > start ? end - 1 : end));
        start = end + 1;
      }
    }
    this.#streams[stream].rest = this.#full ? "" : text.slice(start);
  }

  #line(stream: LogStream, line: string): void {
    if (this.#lines >= this.#limits.lines || this.#length + line.length > this.#limits.length) {
      this.#full = true;
      this.#push("notice", "the log is full; what follows is left out");
      return;
    }
    this.#length += line.length;
    this.#push(stream, line);
  }

  #push(stream: LogStream, line: string): void {
    this.#lines++;
    // SQLite takes the character 0 for the end of a text.
    const text = line.replaceAll("\0", "\ufffd");
    this.#emit({ seq: this.#lines, stream, line: text, created_at: this.#now().toISOString() });
  }
}
