import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import type { MigrationOptions, MigrationStatus } from "../engine.js";
import { readDatabase } from "../session/database-session.js";
import { sessionOptions } from "../session/session-options.js";
import { migrationStates, nothingRecorded, type Recorded } from "../states/migration-states.js";
import { readHistory } from "./history.js";
import { prismaProject } from "./prisma-options.js";

/** The state of every migration, read from Prisma's own table. */
export async function readStatus(options: MigrationOptions<MigrationPrismaConfig>): Promise<MigrationStatus> {
  const { folder, target, schema } = prismaProject(options);
  const status = (recorded: Recorded): MigrationStatus => ({
    target: target.label,
    migrations: migrationStates(folder.migrations, recorded).map(({ migration }) => migration),
  });
  return await readDatabase(
    sessionOptions(options),
    async ({ database, lockedBy }) => {
      const { recorded } = await readHistory(database, schema, folder.migrations);
      return { ...status(recorded), ...(lockedBy !== undefined && { lockedBy }) };
    },
    () => status(nothingRecorded),
  );
}
