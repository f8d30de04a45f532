import type { MigrationRawConfig } from "../../../generated/migration/providers/raw.config.js";
import { connectionTarget } from "../database/connection-target.js";
import { explain } from "../database/explain.js";
import { databaseExists, openDatabase } from "../database/open-database.js";
import type { Migration, MigrationOptions, MigrationStatus } from "../engine.js";
import { acquireLock } from "../lock/database-lock.js";
import { findRunner } from "../lock/find-runner.js";
import { readMigrationFolder } from "./migration-folder.js";
import { migrationStates } from "./migration-states.js";
import { rawSettings } from "./settings.js";
import { type Recorded, readRecorded } from "./tracking-tables.js";

const NOTHING_RECORDED: Recorded = { versions: new Set(), audit: new Map() };

/** The state of every migration. Neither the database nor its tables are created for it. */
export async function readStatus(options: MigrationOptions<MigrationRawConfig>): Promise<MigrationStatus> {
  const settings = rawSettings(options.config);
  const folder = readMigrationFolder(options.migrationPath, options.workDir);
  const target = connectionTarget(options);
  const status = (recorded: Recorded): MigrationStatus => ({
    target: target.label,
    migrations: migrationStates(folder.files, recorded).map(({ migration }): Migration => migration),
  });
  if (!(await databaseExists(target))) return status(NOTHING_RECORDED);
  const lock = await acquireLock(target, {
    purpose: "read",
    timeoutMs: settings.lockTimeoutMs,
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  try {
    const database = await openDatabase(target);
    try {
      return await explain(`checking migration status: ${target.label}`, async () => {
        const lockedBy = await findRunner(target, database);
        const recorded = await readRecorded(database, settings.tables);
        return { ...status(recorded), ...(lockedBy !== undefined && { lockedBy }) };
      });
    } finally {
      await database.close();
    }
  } finally {
    await lock.release();
  }
}
