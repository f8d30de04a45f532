import type { SentSql } from "../database/execution-error.js";
import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import { lineAt } from "../sql/line-at.js";
import type { SqlFlavor } from "../sql/sql-flavor.js";
import { splitStatements } from "../sql/sql-statements.js";
import { transactionControl } from "../sql/transaction-control.js";
import type { KnownMigration } from "../states/migration-states.js";
import { type SelectedMigration, selectMigrations } from "../states/select-migrations.js";
import type { MigrationFile, SqlSection } from "./migration-file.js";
import type { MigrationFolder } from "./migration-folder.js";

/** A migration that a run is going to apply or revert, with the SQL that does it. */
export interface PlannedMigration extends SelectedMigration<MigrationFile> {
  readonly section: SqlSection;
}

export interface PlanOptions {
  readonly direction: MigrationDirection;
  /** 0: all. */
  readonly steps: number;
  readonly strict: boolean;
  readonly flavor: SqlFlavor;
}

/**
 * Picks the migrations of a run, and refuses the run as a whole when one of them cannot be run.
 *
 * @throws MigrationError `dirty`, `out_of_order`, `irreversible`, `missing_file` or `invalid_file`.
 */
export function planMigrations(
  migrations: readonly KnownMigration<MigrationFile>[],
  folder: Pick<MigrationFolder, "shown">,
  options: PlanOptions,
): readonly PlannedMigration[] {
  const irreversible = "it has no SQL after -- migrate:down";
  return selectMigrations(migrations, { ...options, irreversible }).map((selected) => {
    const { up, down } = selected.source;
    const section = options.direction === "up" ? up : down;
    if (section === undefined) throw new Error(`${selected.version} was selected but cannot be reverted`);
    refuseForeignCommands(selected.source, section, folder.shown, options.flavor);
    return { ...selected, section };
  });
}

/** What is sent of a migration, for the message of a failure: all of its section, or one statement of it. */
export function sentSql(
  { source, section }: PlannedMigration,
  folder: string,
  statement: { readonly start: number; readonly text: string } = { start: 0, text: section.sql },
): SentSql {
  return {
    id: source.id,
    file: `${folder}/${source.id}`,
    text: source.text,
    offset: section.start + statement.start,
    sent: statement.text,
  };
}

/** What would end our own transaction, and what only another program understands. */
function refuseForeignCommands(
  file: MigrationFile,
  section: SqlSection,
  folder: string,
  flavor: SqlFlavor,
): void {
  for (const statement of splitStatements(section.sql, flavor)) {
    const problem = foreignCommand(statement.words, flavor) ?? ownTransaction(statement, section);
    if (problem === undefined) continue;
    const line = lineAt(file.text, section.start + statement.start);
    throw new MigrationError("invalid_file", `${folder}/${file.id}:${line}: ${problem}`);
  }
}

function foreignCommand(words: readonly string[], flavor: SqlFlavor): string | undefined {
  if (flavor.name !== "mysql" || words[0] !== "DELIMITER") return undefined;
  return "DELIMITER is a command of the mysql client; remove it: the body of a routine may contain semicolons";
}

/** A `commit` in a migration would leave a later failure half applied and unseen. */
function ownTransaction(
  statement: Parameters<typeof transactionControl>[0],
  section: SqlSection,
): string | undefined {
  const control = section.transaction ? transactionControl(statement) : undefined;
  if (control === undefined) return undefined;
  return `${control} in a migration, which runs in a transaction of its own; remove it, or write transaction:false after -- migrate:up`;
}
