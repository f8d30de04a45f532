import type { MigrationRawConfig } from "../../../generated/migration/providers/raw.config.js";
import { type ConnectionTarget, connectionTarget } from "../database/connection-target.js";
import type { Database } from "../database/database.js";
import { explain } from "../database/explain.js";
import { openDatabase } from "../database/open-database.js";
import type { MigrationRunOptions, MigrationRunResult } from "../engine.js";
import { acquireLock, type DatabaseLock } from "../lock/database-lock.js";
import { claimWork } from "../lock/find-runner.js";
import { MigrationError } from "../migration-error.js";
import { type MigrationFolder, readMigrationFolder } from "./migration-folder.js";
import { migrationStates } from "./migration-states.js";
import { runMigration } from "./run-migration.js";
import { selectMigrations } from "./select-migrations.js";
import { type RawSettings, rawSettings } from "./settings.js";
import { readRecorded, TrackingTables } from "./tracking-tables.js";

type RunOptions = MigrationRunOptions<MigrationRawConfig>;

/** Applies or reverts migrations, alone on the database. */
export async function runMigrations(options: RunOptions): Promise<MigrationRunResult> {
  const settings = rawSettings(options.config);
  const folder = readMigrationFolder(options.migrationPath, options.workDir);
  const target = connectionTarget(options);
  if (folder.files.length === 0) {
    throw new MigrationError("missing_file", `no SQL migration files found in ${options.migrationPath}`);
  }
  const waiting = {
    timeoutMs: settings.lockTimeoutMs,
    ...(options.signal !== undefined && { signal: options.signal }),
  };
  const lock = await acquireLock(target, { purpose: "run", ...waiting });
  try {
    const database = await openDatabase(target);
    try {
      await claimWork(target, database, waiting);
      return await runOpened(options, { settings, folder, target, lock, database });
    } finally {
      await database.close();
    }
  } finally {
    await lock.release();
  }
}

interface Opened {
  readonly settings: RawSettings;
  readonly folder: MigrationFolder;
  readonly target: ConnectionTarget;
  readonly lock: DatabaseLock;
  readonly database: Database;
}

async function runOpened(options: RunOptions, opened: Opened): Promise<MigrationRunResult> {
  const { settings, folder, target, lock, database } = opened;
  const { direction, onProgress, signal } = options;
  // Read under the lock: whoever held it before may have applied what was pending.
  const recorded = await explain(`checking migration status: ${target.label}`, () =>
    readRecorded(database, settings.tables),
  );
  const states = migrationStates(folder.files, recorded);
  const planned = selectMigrations(states, {
    direction,
    steps: options.steps ?? 0,
    strict: settings.strict,
    folder: folder.shown,
  });
  const done: string[] = [];
  if (planned.length === 0) return { done, interrupted: false };
  const tables = await explain(`ensuring migrations table: ${target.label}`, () =>
    TrackingTables.ensure(database, settings.tables),
  );
  const total = planned.length;
  for (const [position, step] of planned.entries()) {
    if (signal?.aborted) return { done, interrupted: true };
    await lock.verify();
    const progress = { migration: step.known.migration, direction, index: position + 1, total };
    onProgress?.({ event: "started", ...progress });
    if (!(await runMigration(step, { database, tables, direction, folder: folder.shown }))) continue;
    done.push(step.file.name);
    onProgress?.({ event: "finished", ...progress });
  }
  return { done, interrupted: false };
}
