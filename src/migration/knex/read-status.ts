import type { MigrationKnexConfig } from "../../../generated/migration/providers/knex.config.js";
import type { MigrationOptions, MigrationStatus } from "../engine.js";
import { readDatabase } from "../session/database-session.js";
import { type KnexRecorded, noRows, readRecorded } from "./recorded.js";
import { knexProject } from "./settings.js";
import { knexStates } from "./states.js";

/** The state of every migration. Neither the database nor its tables are created for it, and no migration is loaded. */
export async function readStatus(options: MigrationOptions<MigrationKnexConfig>): Promise<MigrationStatus> {
  const project = knexProject(options);
  const migrations = (recorded: KnexRecorded): MigrationStatus["migrations"] =>
    knexStates(project.folder.files, recorded).map(({ migration }) => migration);
  return await readDatabase(
    project.session,
    async ({ database, target, lockedBy }) => ({
      target: target.label,
      migrations: migrations(await readRecorded(database, project.tables)),
      ...(lockedBy !== undefined && { lockedBy }),
    }),
    (target) => ({ target: target.label, migrations: migrations(noRows) }),
  );
}
