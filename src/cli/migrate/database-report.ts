import type { Migration, MigrationDirection } from "../../migration/engine.js";
import { type FilePlace, MigrationError } from "../../migration/migration-error.js";

/** Which database a report is about. */
export interface DatabaseHeading {
  readonly database: string;
  readonly engine: string;
  readonly strategy?: string;
}

/** What a command has found out about, or done to, one database. Its JSON form is part of `--json`. */
export interface DatabaseReport extends DatabaseHeading {
  /** The database in words. */
  readonly target?: string;
  readonly lockedBy?: string;
  /** How many migrations `up` would apply. */
  readonly pending?: number;
  readonly migrations?: readonly Migration[];
  /** What a run would do, in order. */
  readonly preview?: readonly PreviewReport[];
  /** Ids, in the order in which they were applied or reverted. */
  readonly done?: readonly string[];
  readonly interrupted?: boolean;
  /** True when an earlier database's failure, or an interruption, ended the command before this one. */
  readonly notRun?: boolean;
  readonly error?: FailureReport;
}

/** What a run would do with one migration. */
export interface PreviewReport {
  readonly id: string;
  readonly direction: MigrationDirection;
  /** Absent when it cannot be known without running the migration. */
  readonly sql?: string;
}

/** Why nothing, or not everything, came of it. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  readonly place?: FilePlace;
  readonly notes: readonly string[];
}

/** What an engine threw, for a report. Errors that are not its own kind are taken by their message. */
export function failureReport(error: unknown): FailureReport {
  const message = error instanceof Error ? error.message : String(error);
  if (!MigrationError.isInstance(error)) return { code: "engine_failed", message, notes: [] };
  const { code, notes, place } = error;
  return { code, message, notes, ...(place !== undefined && { place }) };
}

/** How many migrations are not applied and would be by the next `up`. */
export function countPending(migrations: readonly Migration[]): number {
  return migrations.filter(({ state }) => state === "pending" || state === "out-of-order").length;
}

/** A database's name for a heading, with its engine, and its strategy unless that is the usual one. */
export function headingText({ database, engine, strategy = "pre_deploy" }: DatabaseHeading): string {
  return `Database ${database} (${engine}${strategy === "pre_deploy" ? "" : `, ${strategy}`})`;
}
