import type { MigrationPrismaConfig } from "../../../generated/migration/providers/prisma.config.js";
import type { MigrationPreview, MigrationRunOptions } from "../engine.js";
import { readDatabase } from "../session/database-session.js";
import { sessionOptions } from "../session/session-options.js";
import { nothingRecorded } from "../states/migration-states.js";
import { prismaProject } from "./prisma-options.js";
import { type SelectedRun, selectFrom, selectRun } from "./select-run.js";

type RunOptions = MigrationRunOptions<MigrationPrismaConfig>;

/** What a run would send: the texts of the files. */
export async function previewRun(options: RunOptions): Promise<readonly MigrationPreview[]> {
  const project = prismaProject(options);
  const { direction } = options;
  const { selected } = await readDatabase(
    sessionOptions(options),
    ({ database }) => selectRun(database, project, options),
    (): SelectedRun => selectFrom({ recorded: nothingRecorded, table: undefined }, project, options),
  );
  return selected.map(({ migration, source }) => ({
    migration,
    direction,
    sql: (direction === "up" ? source.up : source.down) ?? "",
  }));
}
