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
 * Cuts a script into statements where PostgreSQL would: at each `;` that stands in no parentheses (as in
 * `create rule … do (a; b)`) and in no `begin atomic … end` body of a function. Empty statements are left out.
 */
export function splitStatements(sql: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  let current = new StatementReader(sql);
  for (const token of scanSql(sql)) {
    if (token.kind === "semicolon" && current.isOutside()) {
      statements.push(...current.finish());
      current = new StatementReader(sql);
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
  #first: SqlToken | undefined;
  #last: SqlToken | undefined;
  #parentheses = 0;
  /** Depth of `begin atomic` and of the `case`s inside; both end with `end`. */
  #blocks = 0;
  #previousWord = "";

  constructor(sql: string) {
    this.#sql = sql;
  }

  isOutside(): boolean {
    return this.#parentheses === 0 && this.#blocks === 0;
  }

  add(token: SqlToken): void {
    this.#first ??= token;
    this.#last = token;
    const text = this.#sql.slice(token.start, token.end);
    if (token.kind === "word") this.#addWord(text.toUpperCase());
    else if (text === "(") this.#parentheses++;
    else if (text === ")") this.#parentheses = Math.max(0, this.#parentheses - 1);
  }

  finish(): readonly SqlStatement[] {
    if (this.#first === undefined || this.#last === undefined) return [];
    const start = this.#first.start;
    return [{ text: this.#sql.slice(start, this.#last.end), start, words: this.#words }];
  }

  #addWord(word: string): void {
    if (this.#words.length < 3) this.#words.push(word);
    if (word === "ATOMIC" && this.#previousWord === "BEGIN" && this.#words[0] === "CREATE") this.#blocks++;
    else if (this.#blocks > 0 && word === "CASE") this.#blocks++;
    else if (this.#blocks > 0 && word === "END") this.#blocks--;
    this.#previousWord = word;
  }
}

/** The words of a statement that begins or ends a transaction, such as `COMMIT`; undefined for all others. */
export function transactionControl({ words }: SqlStatement): string | undefined {
  const [first, second, third] = words;
  switch (first) {
    case "BEGIN":
    case "COMMIT":
    case "END":
    case "ABORT":
      return first;
    case "START":
    case "PREPARE":
      return second === "TRANSACTION" ? `${first} TRANSACTION` : undefined;
    case "ROLLBACK":
      // To a savepoint, it ends nothing.
      return [second, third].includes("TO") ? undefined : first;
    default:
      return undefined;
  }
}
