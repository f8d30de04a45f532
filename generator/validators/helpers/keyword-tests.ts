import type { Helper } from "./helper.js";

/** A keyword about a value itself. */
export type ScalarKeyword =
  | "type"
  | "enum"
  | "const"
  | "minLength"
  | "maxLength"
  | "pattern"
  | "format"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "multipleOf";

/**
 * Whether a value satisfies a keyword about the value itself, in the order in which the keywords are evaluated. The checks
 * are written out wherever a schema has such a keyword; these tell, once something is wrong, what it is.
 */
const keywordTests: { readonly [Keyword in ScalarKeyword]: Helper } = {
  type: {
    source: "(value, types) => (Array.isArray(types) ? types : [types]).some((type) => hasType(value, type))",
    needs: ["hasType"],
  },
  enum: { source: "(value, allowed) => allowed.includes(value)" },
  const: { source: "(value, expected) => value === expected" },
  minLength: {
    source: `(value, least) => typeof value !== "string" || characters(value) >= least`,
    needs: ["characters"],
  },
  maxLength: {
    source: `(value, most) => typeof value !== "string" || characters(value) <= most`,
    needs: ["characters"],
  },
  pattern: {
    source: `(value, pattern) => typeof value !== "string" || new RegExp(pattern, "u").test(value)`,
  },
  format: {
    source: `(value, name) => typeof value !== "string" || formats.get(name)?.test(value) !== false`,
  },
  minimum: { source: "(value, least) => !Number.isFinite(value) || value >= least" },
  maximum: { source: "(value, most) => !Number.isFinite(value) || value <= most" },
  exclusiveMinimum: { source: "(value, limit) => !Number.isFinite(value) || value > limit" },
  exclusiveMaximum: { source: "(value, limit) => !Number.isFinite(value) || value < limit" },
  multipleOf: {
    source: "(value, divisor) => !Number.isFinite(value) || isMultiple(value, divisor)",
    needs: ["isMultiple"],
  },
};

/** Where what is allowed may be a list or an object. */
const structuredTests: { readonly [Keyword in "enum" | "const"]: Helper } = {
  enum: { source: "(value, allowed) => isOneOf(value, allowed)", needs: ["isOneOf"] },
  const: { source: "(value, expected) => isEqual(value, expected)", needs: ["isEqual"] },
};

/** The tests that the failures of a validator are told with. */
export class KeywordTests {
  readonly #used = new Set<ScalarKeyword>();
  #isStructured = false;

  add(keywords: readonly ScalarKeyword[], isStructured: boolean): void {
    for (const keyword of keywords) this.#used.add(keyword);
    this.#isStructured ||= isStructured;
  }

  /** The names of the helpers that the tests call. */
  needs(): readonly string[] {
    return [...this.#used].flatMap((keyword) => this.#test(keyword).needs ?? []);
  }

  /** The table of the tests, in the order of the keywords; empty where there are none. */
  toString(): string {
    const keywords = (Object.keys(keywordTests) as ScalarKeyword[]).filter((name) => this.#used.has(name));
    if (keywords.length === 0) return "";
    const lines = keywords.map((keyword) => `  ${keyword}: ${this.#test(keyword).source},\n`);
    return `const tests = {\n${lines.join("")}};`;
  }

  #test(keyword: ScalarKeyword): Helper {
    const isOpen = keyword === "enum" || keyword === "const";
    return isOpen && this.#isStructured ? structuredTests[keyword] : keywordTests[keyword];
  }
}
