import type { Migration } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import type { KnownMigration, MigrationSource } from "./migration-states.js";

/**
 * The migration that a person names: by its id, its version, or a beginning of its id that fits no other.
 *
 * @throws MigrationError `unknown_migration`.
 */
export function findMigration<Source extends MigrationSource>(
  migrations: readonly KnownMigration<Source>[],
  name: string,
): KnownMigration<Source> {
  const exact = migrations.find(({ migration, version }) => migration.id === name || version === name);
  if (exact !== undefined) return exact;
  const fitting = name === "" ? [] : migrations.filter(({ migration }) => migration.id.startsWith(name));
  const [first, second] = fitting;
  if (first !== undefined && second === undefined) return first;
  const message =
    first === undefined
      ? `there is no migration ${JSON.stringify(name)}`
      : `${JSON.stringify(name)} fits several migrations: ${fitting.map(({ migration }) => migration.id).join(", ")}`;
  throw new MigrationError("unknown_migration", message);
}

/** What becomes of a migration without a file whose records have been removed. */
export function gone(migration: Migration): Migration {
  const { error: _error, appliedAt: _appliedAt, ...rest } = migration;
  return { ...rest, applied: false, state: "missing" };
}
