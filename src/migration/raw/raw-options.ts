import type { MigrationRawConfig } from "../../../generated/migration/providers/raw.config.js";
import { connectionTarget } from "../database/connection-target.js";
import type { ConnectionTarget } from "../database/target-kinds.js";
import type { MigrationOptions } from "../engine.js";
import { type SqlFlavor, sqlFlavor } from "../sql/sql-flavor.js";

export type RawOptions = MigrationOptions<MigrationRawConfig>;

/** The table of the applied versions; absent, it has the schema's default. */
export function versionsTable(config: MigrationRawConfig): string {
  return config.table ?? "schema_migrations";
}

/** How the SQL of the configured database is divided. */
export function flavorOf(options: RawOptions): SqlFlavor {
  return sqlFlavor(familyOf(connectionTarget(options)));
}

function familyOf({ kind }: ConnectionTarget): SqlFlavor["name"] {
  return kind === "pglite" ? "postgres" : kind;
}
