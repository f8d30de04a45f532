/** Where databases differ in how a text of SQL is divided. */
export interface SqlFlavor {
  readonly name: "postgres" | "mysql" | "sqlite";
  /** What separates words besides comments in slashes: white space and comments to the end of the line. */
  readonly space: RegExp;
  /** The characters of a word; sticky. */
  readonly word: RegExp;
  /** What opens a quote, with what closes it. */
  readonly quotes: ReadonlyMap<string, string>;
  /** Whether a backslash escapes in these quotes. */
  readonly backslash: (quote: string) => boolean;
  /** `E'…'`, in which a backslash escapes. */
  readonly escapeStrings: boolean;
  /** `$tag$ … $tag$`. */
  readonly dollarQuotes: boolean;
  /** Whether comments in slashes can contain others. */
  readonly nestedComments: boolean;
  /** A comment whose content the server executes; sticky. */
  readonly executableComment?: RegExp;
}

export const postgresFlavor: SqlFlavor = {
  name: "postgres",
  space: /(?:\s+|--[^\n]*)+/y,
  // A `$` may stand inside a word, but not begin it.
  word: /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y,
  quotes: new Map([
    ["'", "'"],
    ['"', '"'],
  ]),
  backslash: () => false,
  escapeStrings: true,
  dollarQuotes: true,
  nestedComments: true,
};

export const mysqlFlavor: SqlFlavor = {
  name: "mysql",
  // `--` begins a comment only in front of white space: `1--1` is 2.
  space: /(?:\s+|--(?=\s|$)[^\n]*|#[^\n]*)+/y,
  word: /[A-Za-z_$@\u0080-\uffff][\w$@\u0080-\uffff]*/y,
  quotes: new Map([
    ["'", "'"],
    ['"', '"'],
    ["`", "`"],
  ]),
  backslash: (quote) => quote !== "`",
  escapeStrings: false,
  dollarQuotes: false,
  nestedComments: false,
  executableComment: /\/\*(?:M?!)/y,
};

export const sqliteFlavor: SqlFlavor = {
  name: "sqlite",
  space: /(?:\s+|--[^\n]*)+/y,
  word: /[A-Za-z_$@\u0080-\uffff][\w$\u0080-\uffff]*/y,
  quotes: new Map([
    ["'", "'"],
    ['"', '"'],
    ["`", "`"],
    ["[", "]"],
  ]),
  backslash: () => false,
  escapeStrings: false,
  dollarQuotes: false,
  nestedComments: false,
};

/** The flavor of a family of databases. */
export function sqlFlavor(name: SqlFlavor["name"]): SqlFlavor {
  switch (name) {
    case "postgres":
      return postgresFlavor;
    case "mysql":
      return mysqlFlavor;
    case "sqlite":
      return sqliteFlavor;
  }
}
