import type { MigrationDrizzleConfig } from "../../../generated/migration/providers/drizzle.config.js";
import { postgresDialect } from "../database/postgres-dialect.js";
import { sqliteDialect } from "../database/sqlite-dialect.js";
import type { MigrationPreview, MigrationRunOptions } from "../engine.js";
import { readDatabase } from "../session/database-session.js";
import { noRows, readRecorded } from "./recorded.js";
import { scriptOf, selectDrizzle } from "./select.js";
import { drizzleProject } from "./settings.js";
import { drizzleStates } from "./states.js";

/** The SQL that a run would send, with the same refusals. */
export async function previewRun(
  options: MigrationRunOptions<MigrationDrizzleConfig>,
): Promise<readonly MigrationPreview[]> {
  const project = drizzleProject(options);
  const { direction } = options;
  const [recorded, dialect] = await readDatabase(
    project.session,
    async ({ database }) =>
      [await readRecorded(database, project.folder, project.table), database.dialect] as const,
    // Only an embedded database can be absent.
    (target) => [noRows, target.kind === "sqlite" ? sqliteDialect : postgresDialect] as const,
  );
  const states = drizzleStates(project.folder, recorded);
  return selectDrizzle(states, options, project, dialect).map((step) => {
    const parts = scriptOf(step, direction).chunks.map(({ text }) => text.trim());
    return { migration: step.migration, direction, sql: parts.filter((part) => part !== "").join("\n") };
  });
}
