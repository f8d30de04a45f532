import type { SqlFlavor } from "./sql-flavor.js";
import type { SqlToken } from "./sql-scanner.js";

/**
 * Follows the blocks inside one statement, whose semicolons do not end it: the bodies of functions, procedures, triggers
 * and the like.
 */
export interface BlockDepth {
  /** Takes the next token. `rest` gives the script from the token's end on. */
  add(token: SqlToken, text: string, rest: () => string): void;
  isOutside(): boolean;
}

/** The blocks of a statement in the language of a database. */
export function blockDepth(flavor: SqlFlavor): BlockDepth {
  return flavor.name === "mysql" ? new CompoundBlocks() : new SimpleBlocks(flavor.name);
}

/** PostgreSQL's `begin atomic … end` and SQLite's triggers. `case` is the only other thing that ends with `end`. */
class SimpleBlocks implements BlockDepth {
  readonly #flavor: "postgres" | "sqlite";
  readonly #words: string[] = [];
  #depth = 0;
  #previous = "";

  constructor(flavor: "postgres" | "sqlite") {
    this.#flavor = flavor;
  }

  isOutside(): boolean {
    return this.#depth === 0;
  }

  add(token: SqlToken, text: string): void {
    if (token.kind !== "word") return;
    const word = text.toUpperCase();
    if (this.#words.length < 3) this.#words.push(word);
    if (this.#depth === 0) {
      if (this.#opensBody(word)) this.#depth = 1;
    } else if (word === "CASE") this.#depth++;
    else if (word === "END") this.#depth--;
    this.#previous = word;
  }

  #opensBody(word: string): boolean {
    if (this.#words[0] !== "CREATE") return false;
    if (this.#flavor === "postgres") return word === "ATOMIC" && this.#previous === "BEGIN";
    return word === "BEGIN" && this.#words.includes("TRIGGER");
  }
}

/** What is created decides whether it has a body. */
const ROUTINES: ReadonlySet<string> = new Set(["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT"]);
const BODILESS: ReadonlySet<string> = new Set([
  "TABLE",
  "VIEW",
  "INDEX",
  "DATABASE",
  "SCHEMA",
  "USER",
  "ROLE",
]);
/** What begins a block. MariaDB also takes them outside of a routine. */
const COMPOUND: ReadonlySet<string> = new Set(["BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"]);
/** What stands before a statement of a body. */
const BEFORE_STATEMENT: ReadonlySet<string> = new Set(
  "; : BEGIN THEN ELSE DO LOOP REPEAT".split(" ").concat(""),
);
/** What can stand before the body of a routine: the end of its head. */
const END_OF_HEAD: ReadonlySet<string> = new Set(
  ") : ROW DO DETERMINISTIC SQL DATA DEFINER INVOKER".split(" "),
);

/** The compound statements of MySQL and MariaDB. All of them end with `end`, some with their name after it. */
class CompoundBlocks implements BlockDepth {
  #depth = 0;
  #parentheses = 0;
  #kind: "unknown" | "plain" | "routine" | "compound" | undefined;
  #previous = "";

  isOutside(): boolean {
    return this.#depth === 0;
  }

  add(token: SqlToken, text: string, rest: () => string): void {
    const word = token.kind === "word" ? text.toUpperCase() : "";
    if (word !== "") this.#addWord(word, rest);
    else if (text === "(") this.#parentheses++;
    else if (text === ")") this.#parentheses--;
    this.#previous = word === "" ? text : word;
  }

  #addWord(word: string, rest: () => string): void {
    if (this.#kind === undefined) this.#kind = firstWordKind(word, rest);
    else if (this.#kind === "unknown" && ROUTINES.has(word)) this.#kind = "routine";
    else if (this.#kind === "unknown" && BODILESS.has(word)) this.#kind = "plain";
    if (this.#kind !== "routine" && this.#kind !== "compound") return;
    // What follows `end` is the name in `end if`.
    if (this.#previous === "END") return;
    if (word === "END") this.#depth = Math.max(0, this.#depth - 1);
    else if (this.#opens(word, rest)) this.#depth++;
  }

  #opens(word: string, rest: () => string): boolean {
    if (!COMPOUND.has(word)) return false;
    switch (word) {
      case "IF":
        return this.#opensIf(rest());
      case "REPEAT":
        return this.#startsStatement() && !isFunctionCall(rest(), 1);
      case "FOR":
        // Not the one of `for each row`, `for update`, a cursor or a handler.
        return this.#startsStatement() && /^\s+(?:`[^`]*`|[\w$]+)\s+in\b/i.test(rest());
      default:
        return true;
    }
  }

  #opensIf(rest: string): boolean {
    if (isFunctionCall(rest, 2)) return false;
    if (this.#startsStatement()) return true;
    // The head of a function can end with any type; only `drop table if exists` and the like remain.
    const isBody = this.#depth === 0 && this.#kind === "routine" && this.#parentheses === 0;
    return isBody && !/^\s+(?:not\s+)?exists\b/i.test(rest);
  }

  #startsStatement(): boolean {
    if (this.#parentheses > 0) return false;
    if (BEFORE_STATEMENT.has(this.#previous)) return true;
    const isAfterHead = END_OF_HEAD.has(this.#previous) || /^['"]/.test(this.#previous);
    return this.#depth === 0 && this.#kind === "routine" && isAfterHead;
  }
}

/** `create` may turn out to be of a routine; some compound statements stand alone; nothing else has blocks. */
function firstWordKind(word: string, rest: () => string): "unknown" | "plain" | "compound" {
  if (word === "CREATE" || word === "ALTER") return "unknown";
  if (word === "BEGIN") return /^\s+not\s+atomic\b/i.test(rest()) ? "compound" : "plain";
  return COMPOUND.has(word) ? "compound" : "plain";
}

/** Tells `if(a, b, c)` from `if (a) then`, and `repeat('x', 3)` from the loop, by the commas in the parentheses. */
function isFunctionCall(rest: string, commas: number): boolean {
  if (!/^\s*\(/.test(rest)) return false;
  let depth = 0;
  let found = 0;
  for (const [token] of rest.matchAll(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|[(),]/gs)) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (token === "," && depth === 1) found++;
    if (depth === 0) break;
  }
  return found === commas;
}
