/**
 * Makes a text that a regular expression accepts, for the parts of the syntax that patterns in schemas use:
 * literals, classes, groups, alternatives and repetitions. Gives undefined for everything else (look-around, back
 * references); the caller checks the text against the expression in any case.
 */
export function samplePattern(pattern: string): string | undefined {
  try {
    const reader = new PatternReader(pattern);
    const sample = reader.alternatives();
    return reader.isAtEnd && new RegExp(pattern, "u").test(sample) ? sample : undefined;
  } catch (error) {
    if (error instanceof UnsupportedPattern || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class UnsupportedPattern extends Error {}

const CLASS_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["d", "1"],
  ["w", "a"],
  ["s", " "],
  ["D", "a"],
  ["W", "-"],
  ["S", "a"],
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);
const PREFERRED = ["a", "A", "1", "0", "-", "_", ".", "/", " ", ":", "@"];
const PRINTABLE = Array.from({ length: 95 }, (_, code) => String.fromCharCode(32 + code));
const MOST_REPETITIONS = 100;

class PatternReader {
  readonly #pattern: string;
  #position = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#pattern.length;
  }

  /** Reads `a|b|c` and gives the first. */
  alternatives(): string {
    const first = this.#sequence();
    while (this.#take("|")) this.#sequence();
    return first;
  }

  #sequence(): string {
    let text = "";
    while (!this.isAtEnd && this.#peek() !== "|" && this.#peek() !== ")") {
      const piece = this.#atom();
      text += piece.repeat(this.#repetitions());
    }
    return text;
  }

  #atom(): string {
    const character = this.#next();
    if (character === "^" || character === "$") return "";
    if (character === "(") return this.#group();
    if (character === "[") return this.#characterClass();
    if (character === "\\") return this.#escape();
    if (character === ".") return "a";
    return character;
  }

  #group(): string {
    if (this.#take("?") && !this.#take(":")) {
      if (!this.#take("<") || this.#peek() === "=" || this.#peek() === "!") throw new UnsupportedPattern();
      while (this.#next() !== ">") if (this.isAtEnd) throw new UnsupportedPattern();
    }
    const text = this.alternatives();
    if (!this.#take(")")) throw new UnsupportedPattern();
    return text;
  }

  /** Takes the class's own text to a RegExp and asks it which of some usual characters it accepts. */
  #characterClass(): string {
    const start = this.#position;
    while (this.#peek() !== "]") if (this.#next() === "\\") this.#next();
    this.#next();
    const body = this.#pattern.slice(start, this.#position - 1);
    const accepts = new RegExp(`^[${body}]$`, "u");
    const isAccepted = (candidate: string): boolean => accepts.test(candidate);
    const found = PREFERRED.find(isAccepted) ?? [...body].find(isAccepted) ?? PRINTABLE.find(isAccepted);
    if (found === undefined) throw new UnsupportedPattern();
    return found;
  }

  #escape(): string {
    const character = this.#next();
    if (character === "b" || character === "B") return "";
    const sample = CLASS_ESCAPES.get(character);
    if (sample !== undefined) return sample;
    if (/[A-Za-z0-9]/.test(character)) throw new UnsupportedPattern();
    return character;
  }

  /** How often the piece before is needed; once where none would do for `?` is still none, but `+` is one. */
  #repetitions(): number {
    const count = this.#quantifier();
    this.#take("?");
    return Math.min(count, MOST_REPETITIONS);
  }

  #quantifier(): number {
    if (this.#take("*")) return 0;
    if (this.#take("+")) return 1;
    if (this.#take("?")) return 0;
    if (this.#pattern.charAt(this.#position) !== "{") return 1;
    const bounds = /^\{(\d+)(?:,\d*)?\}/.exec(this.#pattern.slice(this.#position));
    if (bounds === null) return 1;
    this.#position += bounds[0].length;
    return Number(bounds[1]);
  }

  #peek(): string {
    if (this.isAtEnd) throw new UnsupportedPattern();
    return this.#pattern.charAt(this.#position);
  }

  #next(): string {
    const character = this.#peek();
    this.#position++;
    return character;
  }

  #take(character: string): boolean {
    if (this.#pattern.charAt(this.#position) !== character || this.isAtEnd) return false;
    this.#position++;
    return true;
  }
}
