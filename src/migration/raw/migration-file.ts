import { createHash } from "node:crypto";
import { lineAt } from "../sql/line-at.js";
import type { SqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import type { MigrationSource } from "../states/migration-states.js";

/** The SQL of one direction, as it is sent to the database. */
export interface SqlSection {
  readonly sql: string;
  /** Where it begins in the file's text. */
  readonly start: number;
  /** False when it must not run in a transaction. */
  readonly transaction: boolean;
}

/**
 * A migration as its file has it. Its id is the file's name; its version is dbmate's, the leading digits, or for a plain
 * file the name again; its checksum is the SHA-256 of the text, in hexadecimal.
 */
export interface MigrationFile extends MigrationSource {
  /** The file's text with LF line ends, which offsets count in. */
  readonly text: string;
  readonly up: SqlSection;
  /** Absent when it cannot be reverted. */
  readonly down?: SqlSection;
}

/** A file that is no migration, with the line to look at. */
export interface FileProblem {
  readonly name: string;
  readonly line: number;
  readonly message: string;
}

interface Directive {
  readonly direction: "up" | "down";
  readonly start: number;
  readonly options: readonly string[];
}

/** What dbmate's table can hold. */
const MAX_VERSION = 128;

const DIRECTIVE = /^--[^\S\n]*migrate:(up|down)(?:[^\S\n]+(\S.*?))?[^\S\n]*$/gm;

/**
 * Reads a migration's text: in dbmate's format when it has a `-- migrate:up` or `-- migrate:down` line, otherwise as
 * plain SQL that is applied as a whole and cannot be reverted.
 */
export function parseMigrationFile(
  name: string,
  source: string,
  flavor: SqlFlavor,
): MigrationFile | FileProblem {
  // The same text on every platform: line ends depend on how a file was checked out.
  const text = source.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const checksum = createHash("sha256").update(text).digest("hex");
  const directives = [...text.matchAll(DIRECTIVE)].map(
    (match): Directive => ({
      direction: match[1] as "up" | "down",
      start: match.index,
      options: (match[2] ?? "").split(/\s+/).filter((option) => option.includes(":")),
    }),
  );
  if (directives.length === 0) {
    if (name.length > MAX_VERSION)
      return { name, line: 1, message: `the name has more than ${MAX_VERSION} characters` };
    const up: SqlSection = { sql: text, start: 0, transaction: true };
    const description = `SQL migration: ${name}`;
    return { id: name, version: name, description, checksum, reversible: false, text, up };
  }
  const problem = (start: number, message: string): FileProblem => ({
    name,
    line: lineAt(text, start),
    message,
  });
  return parseDirectives({ name, text, checksum, flavor, directives, problem });
}

interface Parsing {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
  readonly flavor: SqlFlavor;
  readonly directives: readonly Directive[];
  readonly problem: (start: number, message: string) => FileProblem;
}

function parseDirectives(parsing: Parsing): MigrationFile | FileProblem {
  const { name, text, checksum, flavor, directives, problem } = parsing;
  const [digits] = /^\d+/.exec(name) ?? [];
  if (digits === undefined)
    return problem(0, "the name of a file with -- migrate:up must begin with its version, in digits");
  const [up, down, extra] = directives;
  if (up?.direction !== "up") return problem(up?.start ?? 0, "-- migrate:down must come after -- migrate:up");
  if (down === undefined) return problem(up.start, "-- migrate:down is missing (it may be empty)");
  if (down.direction !== "down")
    return problem(down.start, "a second -- migrate:up; one file is one migration");
  if (extra !== undefined) {
    return problem(extra.start, `a second -- migrate:${extra.direction}; one file is one migration`);
  }
  const [early] = splitStatements(text.slice(0, up.start), flavor);
  if (early !== undefined) return problem(early.start, "a statement before -- migrate:up would never run");
  for (const { start, options } of [up, down]) {
    const unknown = options.find((option) => !/^transaction:(true|false)$/.test(option));
    if (unknown !== undefined) {
      return problem(start, `unknown option ${JSON.stringify(unknown)}; there is only transaction:false`);
    }
  }
  const downSection = section(text, down, text.length);
  const reversible = splitStatements(downSection.sql, flavor).length > 0;
  return {
    id: name,
    version: digits,
    description: describe(name, digits),
    checksum,
    reversible,
    text,
    up: section(text, up, down.start),
    ...(reversible && { down: downSection }),
  };
}

function section(text: string, { start, options }: Directive, end: number): SqlSection {
  return { sql: text.slice(start, end), start, transaction: !options.includes("transaction:false") };
}

/** `20260102_create_users.sql` → `create users`. */
function describe(name: string, digits: string): string {
  const words = name.slice(digits.length, -".sql".length).replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? name : words;
}
