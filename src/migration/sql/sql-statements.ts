import { type BlockDepth, blockDepth } from "./block-depth.js";
import type { SqlFlavor } from "./sql-flavor.js";
import { type SqlToken, scanSql } from "./sql-scanner.js";

/** One statement of a script, from its first word to its last character, without the `;`. */
export interface SqlStatement {
  readonly text: string;
  /** Where it begins in the script. */
  readonly start: number;
  /** Its first words in capitals, up to three. */
  readonly words: readonly string[];
}

/**
 * Cuts a script into statements where the database would: at each `;` that stands in no body of a function, procedure or
 * trigger and, on PostgreSQL, in no parentheses, as in `create rule … do (a; b)`. Empty statements are left out.
 */
export function splitStatements(sql: string, flavor: SqlFlavor): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  let current = new StatementReader(sql, flavor);
  for (const token of scanSql(sql, flavor)) {
    if (token.kind === "semicolon" && current.isOutside()) {
      statements.push(...current.finish());
      current = new StatementReader(sql, flavor);
    } else {
      current.add(token);
    }
  }
  statements.push(...current.finish());
  return statements;
}

/** Follows one statement, token by token. */
class StatementReader {
  readonly #sql: string;
  readonly #words: string[] = [];
  readonly #blocks: BlockDepth;
  readonly #countsParentheses: boolean;
  #first: SqlToken | undefined;
  #last: SqlToken | undefined;
  #parentheses = 0;

  constructor(sql: string, flavor: SqlFlavor) {
    this.#sql = sql;
    this.#blocks = blockDepth(flavor);
    this.#countsParentheses = flavor.name === "postgres";
  }

  isOutside(): boolean {
    return (this.#parentheses === 0 || !this.#countsParentheses) && this.#blocks.isOutside();
  }

  add(token: SqlToken): void {
    this.#first ??= token;
    this.#last = token;
    const text = this.#sql.slice(token.start, token.end);
    if (token.kind === "word" && this.#words.length < 3) this.#words.push(text.toUpperCase());
    else if (text === "(") this.#parentheses++;
    else if (text === ")") this.#parentheses = Math.max(0, this.#parentheses - 1);
    this.#blocks.add(token, text, () => this.#sql.slice(token.end));
  }

  finish(): readonly SqlStatement[] {
    if (this.#first === undefined || this.#last === undefined) return [];
    const start = this.#first.start;
    return [{ text: this.#sql.slice(start, this.#last.end), start, words: this.#words }];
  }
}
