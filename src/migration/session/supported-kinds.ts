import type { ConnectionTarget } from "../database/target-kinds.js";
import { MigrationError } from "../migration-error.js";

/**
 * Refuses a database that an engine does not migrate.
 *
 * @param kinds what it does migrate, as its capabilities have it.
 * @throws MigrationError `unsupported_database`.
 */
export function requireKind(
  engine: string,
  target: ConnectionTarget,
  kinds: readonly ConnectionTarget["kind"][],
): void {
  if (kinds.includes(target.kind)) return;
  const sorted = [...kinds].sort();
  const last = sorted.pop() ?? "none";
  const supported = sorted.length === 0 ? last : `${sorted.join(", ")} and ${last}`;
  throw new MigrationError(
    "unsupported_database",
    `engine "${engine}" does not migrate ${target.kind} databases; it supports ${supported}`,
  );
}
