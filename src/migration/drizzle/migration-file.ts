import { createHash } from "node:crypto";
import { postgresFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";

/** What drizzle-kit writes between the statements of a migration. */
const BREAKPOINT = "--> statement-breakpoint";

/** A file of SQL, cut where drizzle-orm cuts it. */
export interface DrizzleScript {
  /** Relative to the folder of migrations. */
  readonly name: string;
  readonly text: string;
  readonly chunks: readonly ScriptChunk[];
}

/** What is sent to the database at a time. */
export interface ScriptChunk {
  readonly text: string;
  /** Where it begins in the file. */
  readonly start: number;
}

/** One migration of a folder. */
export interface DrizzleMigration {
  /** The journal's tag, or the name of the migration's folder; without `.sql`. */
  readonly id: string;
  readonly description: string;
  /** What drizzle-orm records as `created_at`: milliseconds, the journal's `when`, or the folder's time. */
  readonly time: number;
  /** Undefined when the file is gone though the journal names it. */
  readonly up: DrizzleScript | undefined;
  /** How drizzle-orm knows the text again: SHA-256. */
  readonly hash: string | undefined;
  /** The SQL that reverts it, if there is any; drizzle-orm itself knows nothing of it. */
  readonly down: DrizzleScript | undefined;
}

/** Cuts a text as drizzle-orm does: at every breakpoint mark, wherever it stands. */
export function drizzleScript(name: string, text: string): DrizzleScript {
  const chunks: ScriptChunk[] = [];
  let start = 0;
  for (const part of text.split(BREAKPOINT)) {
    chunks.push({ text: part, start });
    start += part.length + BREAKPOINT.length;
  }
  return { name, text, chunks };
}

/** Whether there is anything in a text but comments and white space. */
export function hasStatements(text: string): boolean {
  return splitStatements(text, postgresFlavor).length > 0;
}

/** The hash that drizzle-orm records. */
export function drizzleHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A migration's name in words: without its number or time, and without underscores. */
export function describeName(id: string): string {
  const words = id
    .replace(/^\d+_?/, "")
    .replaceAll("_", " ")
    .trim();
  return words === "" ? id : words;
}
