import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import type { MigrationOptions, MigrationStatus } from "../engine.js";
import { readDatabase } from "../session/database-session.js";
import { type DrizzleRecorded, noRows, readRecorded } from "./recorded.js";
import { drizzleProject } from "./settings.js";
import { drizzleStates } from "./states.js";

/** The state of every migration. Neither the database nor its tables are created for it. */
export async function readStatus(
  options: MigrationOptions<MigrationDrizzleConfig>,
): Promise<MigrationStatus> {
  const project = drizzleProject(options);
  const migrations = (recorded: DrizzleRecorded): MigrationStatus["migrations"] =>
    drizzleStates(project.folder, recorded).map(({ migration }) => migration);
  return await readDatabase(
    project.session,
    async ({ database, target, lockedBy }) => ({
      target: target.label,
      migrations: migrations(await readRecorded(database, project.folder, project.table)),
      ...(lockedBy !== undefined && { lockedBy }),
    }),
    (target) => ({ target: target.label, migrations: migrations(noRows) }),
  );
}
