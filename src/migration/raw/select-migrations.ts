import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import type { MigrationFile, SqlSection } from "./migration-file.js";
import { lineAt } from "./migration-file.js";
import type { KnownMigration } from "./migration-states.js";
import { splitStatements, transactionControl } from "./sql-statements.js";

/** A migration that a run is going to apply or revert, with the SQL that does it. */
export interface PlannedMigration {
  readonly known: KnownMigration;
  readonly file: MigrationFile;
  readonly section: SqlSection;
}

export interface SelectOptions {
  readonly direction: MigrationDirection;
  /** 0: all. */
  readonly steps: number;
  /** Refuse what is older than the newest applied one. */
  readonly strict: boolean;
  /** The folder's name in messages. */
  readonly folder: string;
}

/**
 * Picks the migrations of a run, and refuses the run as a whole when one of them cannot be run.
 *
 * @throws MigrationError `dirty`, `out_of_order`, `irreversible`, `missing_file` or `invalid_file`.
 */
export function selectMigrations(
  migrations: readonly KnownMigration[],
  options: SelectOptions,
): readonly PlannedMigration[] {
  refuseUnfinished(migrations);
  const candidates =
    options.direction === "up"
      ? migrations.filter(({ migration }) => !migration.applied)
      : inOrderOfVersions(migrations.filter(({ migration }) => migration.applied)).reverse();
  const chosen = options.steps === 0 ? candidates : candidates.slice(0, options.steps);
  return chosen.map((known) => {
    if (options.direction === "up") refuseLate(known, options.strict);
    const planned = { known, ...sectionOf(known, options.direction) };
    refuseTransactionControl(planned, options.folder);
    return planned;
  });
}

/** An applied one without its file has its place among the others by its version. */
function inOrderOfVersions(migrations: readonly KnownMigration[]): KnownMigration[] {
  const files = migrations.filter(({ file }) => file !== undefined);
  for (const orphan of migrations.filter(({ file }) => file === undefined)) {
    const next = files.findIndex(({ version }) => version > orphan.version);
    files.splice(next === -1 ? files.length : next, 0, orphan);
  }
  return files;
}

function refuseUnfinished(migrations: readonly KnownMigration[]): void {
  const bad = migrations.find(({ migration }) => migration.state === "dirty" || migration.state === "failed");
  if (bad === undefined) return;
  const { id, state, error } = bad.migration;
  const how = state === "dirty" ? "was interrupted" : `failed (${error ?? "no message was recorded"})`;
  throw new MigrationError(
    "dirty",
    `migration ${id} ${how} outside a transaction and may be half done; repair the database by hand first`,
  );
}

function refuseLate({ migration }: KnownMigration, strict: boolean): void {
  if (!strict || migration.state !== "out-of-order") return;
  throw new MigrationError(
    "out_of_order",
    `migration ${migration.id} is older than the newest applied one; rename it, or set strict: false to apply it late`,
  );
}

function sectionOf(known: KnownMigration, direction: MigrationDirection): Omit<PlannedMigration, "known"> {
  const { file, migration } = known;
  if (file === undefined) {
    throw new MigrationError(
      "missing_file",
      `migration ${migration.id} cannot be reverted: its file is missing`,
    );
  }
  const section = direction === "up" ? file.up : file.down;
  if (section === undefined) {
    throw new MigrationError(
      "irreversible",
      `migration ${migration.id} cannot be reverted: it has no SQL after -- migrate:down`,
    );
  }
  return { file, section };
}

/** A `commit` in a migration would end our own transaction, and leave a later failure half applied and unseen. */
function refuseTransactionControl({ file, section }: PlannedMigration, folder: string): void {
  if (!section.transaction) return;
  for (const statement of splitStatements(section.sql)) {
    const control = transactionControl(statement);
    if (control === undefined) continue;
    const line = lineAt(file.text, section.start + statement.start);
    throw new MigrationError(
      "invalid_file",
      `${folder}/${file.name}:${line}: ${control} in a migration, which runs in a transaction of its own; remove it, or write transaction:false after -- migrate:up`,
    );
  }
}
