import { checkNumber } from "./exact-number.js";
import type { SourceLimits } from "./limits.js";
import {
  duplicateKey,
  type SourceChild,
  type SourceEntry,
  type SourceNode,
  type SyntaxProblem,
} from "./source-node.js";

/** Ends the reading at the first error: JSON leaves no way to go on after one. */
class JsonError extends Error {
  readonly problem: SyntaxProblem;
  constructor(problem: SyntaxProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

const literals: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/** Reads strict JSON (RFC 8259): no comments, no trailing commas, no single quotes, no duplicate keys. */
export function readJson(
  text: string,
  limits: SourceLimits,
): { root: SourceNode | undefined; problems: SyntaxProblem[] } {
  const reader = new JsonReader(text, limits.maxDepth);
  try {
    return { root: reader.document(), problems: reader.problems };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { root: undefined, problems: [...reader.problems, error.problem] };
  }
}

class JsonReader {
  readonly problems: SyntaxProblem[] = [];
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  document(): SourceNode {
    const root = this.#value("a value");
    this.#space();
    if (this.#at < this.#text.length) this.#unexpected("the end of the file");
    return root;
  }

  #value(expected: string): SourceNode {
    this.#space();
    const start = this.#at;
    const char = this.#text[start];
    if (char === "{") {
      this.#enter(start);
      return this.#map(start);
    }
    if (char === "[") {
      this.#enter(start);
      return this.#list(start);
    }
    if (char === '"') return { kind: "scalar", value: this.#string(), start, end: this.#at };
    for (const [word, value] of literals) {
      if (this.#text.startsWith(word, start) && !/\w/.test(this.#text[start + word.length] ?? "")) {
        this.#at += word.length;
        return { kind: "scalar", value, start, end: this.#at };
      }
    }
    if (char !== undefined && /[-\d]/.test(char)) return this.#number(start);
    return this.#unexpected(expected);
  }

  /** One level deeper; whoever calls it has to come out again at the end. */
  #enter(start: number): void {
    if (++this.#depth > this.#maxDepth) {
      this.#fail(start, start + 1, `nested deeper than ${this.#maxDepth} levels`);
    }
  }

  #map(start: number): SourceNode {
    const entries = new Map<string, SourceEntry>();
    this.#at++;
    for (let first = true; ; first = false) {
      this.#space();
      if (this.#take("}", first)) break;
      const keyStart = this.#at;
      if (this.#text[keyStart] !== '"')
        this.#unexpected(first ? "a key in double quotes, or }" : "a key in double quotes");
      const key = this.#string();
      const keyEnd = this.#at;
      this.#space();
      if (this.#text[this.#at] !== ":") this.#unexpected("a colon after the key");
      this.#at++;
      const node = this.#value("a value");
      const known = entries.get(key);
      if (known === undefined) entries.set(key, { keyStart, keyEnd, node });
      else this.problems.push(duplicateKey(key, known, keyStart, keyEnd));
      if (this.#next("}")) break;
    }
    this.#depth--;
    return { kind: "map", entries, start, end: this.#at };
  }

  #list(start: number): SourceNode {
    const items: SourceChild[] = [];
    this.#at++;
    for (let first = true; ; first = false) {
      this.#space();
      if (this.#take("]", first)) break;
      items.push({ node: this.#value(first ? "a value, or ]" : "a value") });
      if (this.#next("]")) break;
    }
    this.#depth--;
    return { kind: "list", items, start, end: this.#at };
  }

  /** Takes the bracket that closes an empty collection; after a comma it is a mistake. */
  #take(close: string, allowed: boolean): boolean {
    if (this.#text[this.#at] !== close) return false;
    if (!allowed)
      this.#fail(
        this.#at,
        this.#at + 1,
        `a comma before ${close} is not allowed in JSON`,
        "remove the comma",
      );
    this.#at++;
    return true;
  }

  /** Takes a comma (false) or the closing bracket (true). */
  #next(close: string): boolean {
    this.#space();
    const char = this.#text[this.#at];
    if (char !== close && char !== ",") this.#unexpected(`a comma or ${close}`);
    this.#at++;
    return char === close;
  }

  #string(): string {
    const start = this.#at;
    for (let at = start + 1; ; ) {
      while (isPlain(this.#text.charCodeAt(at))) at++;
      const char = this.#text[at];
      if (char === '"') {
        this.#at = at + 1;
        const text = this.#text.slice(start, this.#at);
        return text.includes("\\") ? (JSON.parse(text) as string) : text.slice(1, -1);
      }
      if (char !== "\\") {
        const line = char === undefined || char === "\n" || char === "\r";
        this.#fail(
          line ? start : at,
          line ? at : at + 1,
          line ? "the closing quote is missing" : "control characters need an escape in JSON",
        );
      }
      const escaped = /^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/.exec(this.#text.slice(at, at + 6));
      if (escaped === null)
        this.#fail(at, at + 2, "this escape sequence is not valid in JSON", "write a backslash as \\\\");
      at += escaped[0].length;
    }
  }

  #number(start: number): SourceNode {
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
    pattern.lastIndex = start;
    const text = pattern.exec(this.#text)?.[0] ?? "";
    const word = /[-+.\w]*/y;
    word.lastIndex = start;
    const whole = word.exec(this.#text)?.[0] ?? "";
    if (text === "" || text.length !== whole.length) {
      this.#fail(
        start,
        start + whole.length,
        "this is not a number in JSON",
        "write it in quotes if it is text",
      );
    }
    this.#at = start + text.length;
    const value = Number(text);
    const problem = checkNumber(text, value, start);
    if (problem !== undefined) this.problems.push(problem);
    return { kind: "scalar", value, start, end: this.#at };
  }

  #space(): void {
    let at = this.#at;
    while (isSpace(this.#text.charCodeAt(at))) at++;
    this.#at = at;
  }

  #unexpected(expected: string): never {
    const start = this.#at;
    const rest = this.#text.slice(start, start + 2);
    if (rest === "") this.#fail(start, start, `the file ends too early; expected ${expected}`);
    if (rest === "//" || rest === "/*" || rest.startsWith("#")) {
      this.#fail(start, start + (rest.startsWith("#") ? 1 : 2), "comments are not allowed in JSON");
    }
    if (rest.startsWith("'")) this.#fail(start, start + 1, "text needs double quotes in JSON");
    const word = /[\w$.-]+/y;
    word.lastIndex = start;
    this.#fail(
      start,
      start + (word.exec(this.#text)?.[0].length ?? 1),
      `unexpected text; expected ${expected}`,
    );
  }

  #fail(start: number, end: number, message: string, hint?: string): never {
    throw new JsonError({ start, end, message, ...(hint === undefined ? {} : { hint }) });
  }
}

/** True for what a JSON string may hold without an escape; false at the end of the text (NaN). */
function isPlain(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
