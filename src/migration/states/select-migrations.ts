import type { MigrationDirection } from "../engine.js";
import { MigrationError } from "../migration-error.js";
import {
  type CompareVersions,
  compareText,
  type KnownMigration,
  type MigrationSource,
} from "./migration-states.js";

/** A migration that a run is going to apply or revert. */
export interface SelectedMigration<Source extends MigrationSource> extends KnownMigration<Source> {
  readonly source: Source;
}

export interface SelectOptions {
  readonly direction: MigrationDirection;
  /** 0: all. */
  readonly steps: number;
  /** Refuse what is older than the newest applied one. */
  readonly strict: boolean;
  /** Why one cannot be reverted, for a message: `it has no SQL after -- migrate:down`. */
  readonly irreversible: string;
  /** What a person does so that a late migration comes last. Default: `rename it`. */
  readonly reorder?: string;
  /** Default: by code units. */
  readonly compare?: CompareVersions;
}

/**
 * Picks the migrations of a run, and refuses the run as a whole when one of them cannot be run.
 *
 * @throws MigrationError `dirty`, `out_of_order`, `irreversible` or `missing_file`.
 */
export function selectMigrations<Source extends MigrationSource>(
  migrations: readonly KnownMigration<Source>[],
  options: SelectOptions,
): readonly SelectedMigration<Source>[] {
  refuseUnfinished(migrations);
  const candidates =
    options.direction === "up" ? pending(migrations) : applied(migrations, options).reverse();
  const chosen = options.steps === 0 ? candidates : candidates.slice(0, options.steps);
  return chosen.map((known) => {
    if (options.direction === "up") refuseLate(known, options);
    return { ...known, source: sourceOf(known, options) };
  });
}

function pending<Source extends MigrationSource>(
  migrations: readonly KnownMigration<Source>[],
): KnownMigration<Source>[] {
  return migrations.filter(({ migration }) => !migration.applied);
}

/** In the order of application; one without its source has its place among the others by its version. */
function applied<Source extends MigrationSource>(
  migrations: readonly KnownMigration<Source>[],
  { compare = compareText }: SelectOptions,
): KnownMigration<Source>[] {
  const all = migrations.filter(({ migration }) => migration.applied);
  const inOrder = all.filter(({ source }) => source !== undefined);
  for (const orphan of all.filter(({ source }) => source === undefined)) {
    const next = inOrder.findIndex(({ version }) => compare(version, orphan.version) > 0);
    inOrder.splice(next === -1 ? inOrder.length : next, 0, orphan);
  }
  return inOrder;
}

/** Nothing is run on a database that may be half migrated. */
function refuseUnfinished(migrations: readonly Pick<KnownMigration, "migration">[]): void {
  const bad = migrations.find(({ migration }) => migration.state === "dirty" || migration.state === "failed");
  if (bad === undefined) return;
  const { id, state, error } = bad.migration;
  const detail = error === undefined ? "" : ` (${error})`;
  const how = `${state === "dirty" ? "was interrupted" : "failed"}${detail}`;
  throw new MigrationError(
    "dirty",
    `migration ${id} ${how} outside a transaction and may be half done; repair the database by hand, then resolve it as applied or as rolled back`,
  );
}

function refuseLate({ migration }: KnownMigration, { strict, reorder = "rename it" }: SelectOptions): void {
  if (!strict || migration.state !== "out-of-order") return;
  throw new MigrationError(
    "out_of_order",
    `migration ${migration.id} is older than the newest applied one; ${reorder}, or set strict: false to apply it late`,
  );
}

function sourceOf<Source extends MigrationSource>(
  { source, migration }: KnownMigration<Source>,
  { direction, irreversible }: SelectOptions,
): Source {
  if (source === undefined) {
    const message = `migration ${migration.id} cannot be reverted: its file is missing`;
    throw new MigrationError("missing_file", message);
  }
  if (direction === "down" && !source.reversible) {
    const message = `migration ${migration.id} cannot be reverted: ${irreversible}`;
    throw new MigrationError("irreversible", message);
  }
  return source;
}
