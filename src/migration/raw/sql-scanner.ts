/** A word, a `;`, or something that only separates; comments and white space are skipped. */
export interface SqlToken {
  readonly kind: "word" | "semicolon" | "other";
  readonly start: number;
  readonly end: number;
}

/** Characters of identifiers in PostgreSQL; a `$` may stand inside one, but not begin it. */
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const SPACE_OR_LINE_COMMENT = /(?:\s+|--[^\n]*)+/y;
const NUMBER = /\d[\w.]*/y;

/**
 * Walks over SQL as PostgreSQL's own lexer divides it, so that nothing inside quotes, dollar quotes or comments is
 * taken for SQL. An unterminated quote or comment reaches to the end: the database will say what is wrong with it.
 */
export function* scanSql(sql: string): Generator<SqlToken> {
  let position = 0;
  while (position < sql.length) {
    const afterSpace = match(SPACE_OR_LINE_COMMENT, sql, position);
    if (afterSpace !== undefined) {
      position = afterSpace;
      continue;
    }
    if (sql.startsWith("/*", position)) {
      position = endOfBlockComment(sql, position);
      continue;
    }
    const start = position;
    const afterWord = match(WORD, sql, position);
    if (afterWord !== undefined && !isEscapeString(sql, start, afterWord)) {
      position = afterWord;
      yield { kind: "word", start, end: position };
      continue;
    }
    position = endOfOther(sql, position);
    yield { kind: sql[start] === ";" ? "semicolon" : "other", start, end: position };
  }
}

/** `E'…'`, the only quotes in which a backslash escapes. */
function isEscapeString(sql: string, start: number, afterWord: number): boolean {
  return afterWord === start + 1 && /[eE]/.test(sql[start] ?? "") && sql[afterWord] === "'";
}

function endOfOther(sql: string, start: number): number {
  switch (sql[start]) {
    case "'":
    case '"':
      return endOfQuote(sql, start, false);
    case "e":
    case "E":
      return endOfQuote(sql, start + 1, true);
    case "$": {
      const afterTag = match(DOLLAR_QUOTE, sql, start);
      if (afterTag === undefined) return start + 1;
      const tag = sql.slice(start, afterTag);
      const close = sql.indexOf(tag, afterTag);
      return close === -1 ? sql.length : close + tag.length;
    }
    default:
      // A number's letters (`1e5`) are no words.
      return match(NUMBER, sql, start) ?? start + 1;
  }
}

/** Past the closing quote; a doubled quote is a quote inside. */
function endOfQuote(sql: string, start: number, backslashEscapes: boolean): number {
  const quote = sql[start];
  for (let position = start + 1; position < sql.length; position++) {
    if (backslashEscapes && sql[position] === "\\") position++;
    else if (sql[position] === quote && sql[position + 1] === quote) position++;
    else if (sql[position] === quote) return position + 1;
  }
  return sql.length;
}

/** Block comments nest. */
function endOfBlockComment(sql: string, start: number): number {
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
