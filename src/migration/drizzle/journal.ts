import { type MigrationDirectory, readText } from "../files/migration-directory.js";
import { MigrationError } from "../migration-error.js";

/** The file of drizzle-kit 0.x that lists the migrations of a folder in their order. */
export const JOURNAL = "meta/_journal.json";

/** One migration in the journal. */
export interface JournalEntry {
  readonly idx: number;
  /** Milliseconds. */
  readonly when: number;
  /** The name of the file, without `.sql`. */
  readonly tag: string;
}

/** The journal, with what this program has no use for as it was. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  readonly [field: string]: unknown;
}

/**
 * Reads the journal of a folder; undefined when there is none.
 *
 * @throws MigrationError `invalid_file` when drizzle-orm could not work with it, or would lose a migration.
 */
export function readJournal(directory: MigrationDirectory): Journal | undefined {
  const text = readText(directory, JOURNAL);
  if (text === undefined) return undefined;
  const journal = parseJson(text, directory);
  if (!isJournal(journal)) throw invalid(directory, "no list of entries with idx, when and tag");
  const tags = new Set<string>();
  const times = new Map<number, string>();
  for (const { tag, when } of journal.entries) {
    if (/[\\/]|^\.*$/.test(tag))
      throw invalid(directory, `the tag ${JSON.stringify(tag)} is not a file's name`);
    if (tags.has(tag)) throw invalid(directory, `${tag} is there twice`);
    const other = times.get(when);
    if (other !== undefined) {
      const message = `${tag} and ${other} have the same time (when: ${when}), so that drizzle-orm would apply only one`;
      throw invalid(directory, message);
    }
    tags.add(tag);
    times.set(when, tag);
  }
  return journal;
}

function parseJson(text: string, directory: MigrationDirectory): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(directory, "it is not JSON");
  }
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== "object" || value === null || !("entries" in value)) return false;
  return Array.isArray(value.entries) && value.entries.every(isEntry);
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const { idx, when, tag } = value as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(idx) && Number.isSafeInteger(when) && typeof tag === "string";
}

function invalid({ shown }: MigrationDirectory, message: string): MigrationError {
  return new MigrationError("invalid_file", `${shown}/${JOURNAL}: ${message}`);
}
