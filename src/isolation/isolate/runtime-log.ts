import { LineScanner } from "../../process/line-scanner.js";

const OWN_LINE = /^[\w./+-]+\.(?:c\+\+|h|rs):\d+: (?:debug|info|warning|error|fatal): (.*)$/;
const NOISE = /^stack: |^\*\*\* Received signal |^<--- |^\[\d+:0x/;

/**
 * Tells workerd's own lines on its standard error from those of the program: they name places in workerd's sources and on this
 * machine's disk, of which only the message is passed on.
 */
export class RuntimeLog {
  readonly #write: (text: string) => void;
  readonly #scanner: LineScanner;
  #outOfHeap = false;
  #exitCode: number | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
    this.#scanner = new LineScanner((line) => this.#read(line));
  }

  /** Whether V8 has said that its heap was full. */
  get outOfHeap(): boolean {
    return this.#outOfHeap;
  }

  /** What the program has passed to `process.exit`. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  push(chunk: Buffer): void {
    this.#scanner.push(chunk);
  }

  end(): void {
    this.#scanner.end();
  }

  #read(line: string): void {
    const own = OWN_LINE.exec(line)?.[1];
    if (own === undefined) {
      if (!NOISE.test(line)) this.#write(`${line.replace(/^service main: /, "")}\n`);
      return;
    }
    if (own.includes("JavaScript heap out of memory")) this.#outOfHeap = true;
    const exit = /The Node\.js process\.exit\((-?\d+)?\) API was called/.exec(own);
    if (exit !== null) {
      this.#exitCode = Number(exit[1] ?? 0) & 0xff;
      return;
    }
    const message = /(?:failed|message = ): *(?:remote\.)?(?:jsg\.\w+: )?(.*)$/.exec(own)?.[1] ?? own;
    this.#write(`${message}\n`);
  }
}
