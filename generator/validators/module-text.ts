import { quote } from "../emit/code.js";
import { type Expression, plain } from "./expressions.js";
import { type HelperName, helperTexts } from "./helper-texts.js";
import { KeywordTests, type ScalarKeyword } from "./helpers/keyword-tests.js";
import { indented } from "./statements.js";

/** Collects what a validator module consists of, and hands out names. Those that start with `$` are of the schema. */
export class ModuleText {
  readonly #helpers = new Set<HelperName>();
  readonly #tests = new KeywordTests();
  readonly #formats = new Map<string, string>();
  readonly #constants: string[] = [];
  readonly #functions: { text: string }[] = [];
  readonly #bodies = new Map<string, string>();
  readonly #values = new Map<string, string>();
  readonly #names = new Set<string>();

  /** The name of a helper function, which from now on is part of the module. */
  helper(name: HelperName): string {
    this.#helpers.add(name);
    return name;
  }

  /** Whether one of these helpers has been asked for. */
  calls(...names: readonly HelperName[]): boolean {
    return names.some((name) => this.#helpers.has(name));
  }

  /** A call that reports a keyword of the schema at hand. */
  fail(keyword: string): Expression {
    return plain(`${this.helper("fail")}(c, ${quote(keyword)})`);
  }

  /**
   * A call that reports which keywords about a value itself are not satisfied, one of these: of the value at hand, or of
   * the field or item that `below` names.
   */
  fault(keywords: readonly ScalarKeyword[], isStructured: boolean, below: readonly string[]): Expression {
    this.#tests.add(keywords, isStructured);
    if (below.length === 0) return plain(`${this.helper("judge")}(data, c)`);
    return plain(`${this.helper("fault")}(${["c", ...below].join(", ")})`);
  }

  /** A name that nothing else has. */
  name(wanted: string, ending = ""): string {
    const base = wanted.replace(/[^A-Za-z0-9_]/g, "_").slice(0, 32);
    for (let count = 1; ; count++) {
      const name = `$${base}${count === 1 ? "" : count}${ending}`;
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      return name;
    }
  }

  /** A constant that is written once, however often it is asked for. */
  value(wanted: string, code: string): string {
    const known = this.#values.get(code);
    if (known !== undefined) return known;
    const name = this.name(wanted);
    this.#values.set(code, name);
    this.#constants.push(`const ${name} = ${code};`);
    return name;
  }

  pattern(source: string): string {
    return this.value("pattern", `new RegExp(${quote(source)}, "u")`);
  }

  /** What tests a format: an object with a method `test`. */
  format(name: string, code: string): string {
    const value = this.value(name, code);
    this.#formats.set(name, value);
    return value;
  }

  /** Writes a function, or finds one that does the same. `fill` gets the name first, because it may call itself. */
  function(
    wanted: string,
    parameters: string,
    fill: (name: string) => readonly string[],
    ending = "Fails",
  ): string {
    const name = this.name(wanted, ending);
    const slot = { text: "" };
    this.#functions.push(slot);
    const body = `(${parameters}) {\n${indented(fill(name)).join("\n")}\n}`;
    const known = this.#bodies.get(body);
    if (known !== undefined) {
      this.#names.delete(name);
      return known;
    }
    slot.text = `function ${name}${body}`;
    this.#bodies.set(body, name);
    return name;
  }

  toString(): string {
    const functions = this.#functions.map(({ text }) => text).filter((text) => text !== "");
    const formats = [...this.#formats].map(([name, value]) => `[${quote(name)}, ${value}]`);
    const constants = [
      ...this.#constants,
      ...(formats.length > 0 ? [`const formats = new Map([${formats.join(", ")}]);`] : []),
    ];
    const tables = [constants.join("\n"), String(this.#tests)];
    const parts = [...tables, ...helperTexts([...this.#helpers, ...this.#tests.needs()]), ...functions];
    return parts.filter((part) => part !== "").join("\n\n");
  }
}
