import type { SqlFlavor } from "./sql-flavor.js";

/** A word, a `;`, or something that only separates; comments and white space are skipped. */
export interface SqlToken {
  readonly kind: "word" | "semicolon" | "other";
  readonly start: number;
  readonly end: number;
}

const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const NUMBER = /\d[\w.]*/y;

/**
 * Walks over SQL as the database's own lexer divides it, so that nothing inside quotes, dollar quotes or comments is
 * taken for SQL. An unterminated quote or comment reaches to the end: the database will say what is wrong with it.
 */
export function* scanSql(sql: string, flavor: SqlFlavor): Generator<SqlToken> {
  let position = 0;
  while (position < sql.length) {
    const afterSpace = match(flavor.space, sql, position);
    if (afterSpace !== undefined) {
      position = afterSpace;
      continue;
    }
    const start = position;
    if (sql.startsWith("/*", position)) {
      position = endOfBlockComment(sql, position, flavor.nestedComments);
      const isExecuted =
        flavor.executableComment !== undefined && match(flavor.executableComment, sql, start) !== undefined;
      if (isExecuted) yield { kind: "other", start, end: position };
      continue;
    }
    const afterWord = match(flavor.word, sql, position);
    const isString = afterWord !== undefined && flavor.escapeStrings && isEscapeString(sql, start, afterWord);
    if (afterWord !== undefined && !isString) {
      position = afterWord;
      yield { kind: "word", start, end: position };
      continue;
    }
    position = isString ? endOfQuote(sql, start + 1, "'", true) : endOfOther(sql, position, flavor);
    yield { kind: sql[start] === ";" ? "semicolon" : "other", start, end: position };
  }
}

/** `E'…'`. */
function isEscapeString(sql: string, start: number, afterWord: number): boolean {
  return afterWord === start + 1 && /[eE]/.test(sql[start] ?? "") && sql[afterWord] === "'";
}

function endOfOther(sql: string, start: number, flavor: SqlFlavor): number {
  const opening = sql[start] ?? "";
  const closing = flavor.quotes.get(opening);
  if (closing !== undefined) return endOfQuote(sql, start, closing, flavor.backslash(opening));
  if (opening === "$" && flavor.dollarQuotes) {
    const afterTag = match(DOLLAR_QUOTE, sql, start);
    if (afterTag === undefined) return start + 1;
    const tag = sql.slice(start, afterTag);
    const close = sql.indexOf(tag, afterTag);
    return close === -1 ? sql.length : close + tag.length;
  }
  // A number's letters (`1e5`) are no words.
  return match(NUMBER, sql, start) ?? start + 1;
}

/** Past the closing quote; a doubled quote is a quote inside, except in brackets. */
function endOfQuote(sql: string, start: number, closing: string, backslashEscapes: boolean): number {
  const doubles = closing !== "]";
  for (let position = start + 1; position < sql.length; position++) {
    if (backslashEscapes && sql[position] === "\\") position++;
    else if (doubles && sql[position] === closing && sql[position + 1] === closing) position++;
    else if (sql[position] === closing) return position + 1;
  }
  return sql.length;
}

function endOfBlockComment(sql: string, start: number, nested: boolean): number {
  if (!nested) {
    const close = sql.indexOf("*/", start + 2);
    return close === -1 ? sql.length : close + 2;
  }
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let found = marks.exec(sql); found !== null; found = marks.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}

function match(pattern: RegExp, sql: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}
