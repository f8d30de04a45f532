/** One piece of a text with variables in it. */
type Part = { readonly text: string } | { readonly variable: string; readonly fallback?: readonly Part[] };

/** What became of a text: the text with its variables filled in, or what is wrong with it. */
export interface Interpolation {
  readonly text: string;
  /** The variables that the text names, in order; those inside a default only when the default was used. */
  readonly variables: readonly string[];
  /** Variables that are not set and have no default. */
  readonly missing: readonly string[];
  /** True when a `${` does not start a reference: `${}`, `${1}`, `${NAME` and the like. */
  readonly malformed: boolean;
}

/** Whether a text has to be looked at at all. */
export function hasInterpolation(text: string): boolean {
  return text.includes("${");
}

/** Deeper nesting of defaults, as in `${A:-${B:-…}}`, counts as malformed. */
const maxNesting = 16;

/**
 * Fills in `${NAME}` and `${NAME:-default}`; the default is used when the variable is not set or empty, and may
 * hold references itself. `$${` stands for `${`. What a variable holds is never read as a reference again.
 */
export function interpolateText(
  text: string,
  env: { readonly [name: string]: string | undefined },
): Interpolation {
  const parts = new Reader(text).parts();
  const variables: string[] = [];
  const missing: string[] = [];
  const fill = (pieces: readonly Part[]): string => {
    let result = "";
    for (const piece of pieces) {
      if ("text" in piece) {
        result += piece.text;
        continue;
      }
      variables.push(piece.variable);
      const value = Object.hasOwn(env, piece.variable) ? env[piece.variable] : undefined;
      if (piece.fallback !== undefined)
        result += value === undefined || value === "" ? fill(piece.fallback) : value;
      else if (value !== undefined) result += value;
      else missing.push(piece.variable);
    }
    return result;
  };
  return parts === undefined
    ? { text, variables: [], missing: [], malformed: true }
    : { text: fill(parts), variables, missing, malformed: false };
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The parts up to the end, or undefined when a reference is malformed. */
  parts(nesting = 0): Part[] | undefined {
    const parts: Part[] = [];
    let plain = "";
    while (this.#at < this.#text.length) {
      if (nesting > 0 && this.#text[this.#at] === "}") break;
      if (this.#text.startsWith("$${", this.#at)) {
        plain += "${";
        this.#at += 3;
      } else if (this.#text.startsWith("${", this.#at)) {
        if (plain !== "") parts.push({ text: plain });
        plain = "";
        const reference = this.#reference(nesting);
        if (reference === undefined) return undefined;
        parts.push(reference);
      } else {
        plain += this.#text[this.#at];
        this.#at++;
      }
    }
    if (plain !== "") parts.push({ text: plain });
    return parts;
  }

  #reference(nesting: number): Part | undefined {
    const head = /\$\{([A-Za-z_]\w*)(:-|\})/y;
    head.lastIndex = this.#at;
    const [whole = "", variable = "", end = ""] = head.exec(this.#text) ?? [];
    if (whole === "" || nesting >= maxNesting) return undefined;
    this.#at += whole.length;
    if (end === "}") return { variable };
    const fallback = this.parts(nesting + 1);
    if (fallback === undefined || this.#text[this.#at] !== "}") return undefined;
    this.#at++;
    return { variable, fallback };
  }
}
