import type { AuditRow, AuditSubject, AuditTable } from "../audit/audit-table.js";
import type { Database } from "../database/database.js";
import type { MigrationDirection } from "../engine.js";
import type { DrizzleScript } from "./migration-file.js";
import type { DrizzleMigrator } from "./migrator.js";
import type { SelectedDrizzle } from "./select.js";
import type { DrizzleProject } from "./settings.js";

/** What running migrations needs. */
export interface RunContext {
  readonly database: Database;
  readonly project: DrizzleProject;
  readonly migrator: DrizzleMigrator;
  readonly audit: AuditTable;
  /** What the audit table knew before the run. */
  readonly before: ReadonlyMap<string, AuditRow>;
}

/** A migration to run: what to execute, and how to record it. */
export interface MigrationWork {
  readonly step: SelectedDrizzle;
  readonly script: DrizzleScript;
  readonly direction: MigrationDirection;
  /** As the audit table knows it. */
  readonly subject: AuditSubject;
  /** Writes the records of its end into both tables; false when drizzle-orm's has them already. */
  readonly record: () => Promise<boolean>;
}
