import { connectionTarget } from "../../migration/database/connection-target.js";
import type { ConnectionTarget } from "../../migration/database/target-kinds.js";
import type { MigrationOptions } from "../../migration/engine.js";
import { requireKind } from "../../migration/session/supported-kinds.js";
import { type FailureReport, failureReport } from "./database-report.js";
import type { MigratedDatabase } from "./load-databases.js";

const KINDS: ReadonlySet<unknown> = new Set<ConnectionTarget["kind"]>([
  "mysql",
  "pglite",
  "postgres",
  "sqlite",
]);

/**
 * What can be said against a run before any database is touched: a connection that is not configured, or a database
 * that the engine says it does not migrate. Engines that say nothing of the kinds known here are not judged.
 */
export function preflight({ heading, options, capabilities }: MigratedDatabase): FailureReport | undefined {
  try {
    refusePair(heading.engine, capabilities.databases, options);
    return undefined;
  } catch (error) {
    return failureReport(error);
  }
}

/**
 * Refuses a database that an engine's capabilities leave out.
 *
 * @throws MigrationError `unsupported_database` or `connection_failed`.
 */
export function refusePair(
  engine: string,
  supported: unknown,
  options: Pick<MigrationOptions, "database" | "connectionEnv" | "workDir" | "env">,
): void {
  if (!isKindList(supported)) return;
  requireKind(engine, connectionTarget(options), supported);
}

function isKindList(value: unknown): value is readonly ConnectionTarget["kind"][] {
  return Array.isArray(value) && value.every((kind) => KINDS.has(kind));
}
