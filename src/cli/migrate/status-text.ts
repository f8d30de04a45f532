import type { Migration, MigrationState } from "../../migration/engine.js";
import type { Colors } from "../output/colors.js";
import { formatTable, singleLine } from "../output/table.js";
import type { DatabaseReport } from "./database-report.js";

/** The state of every migration of every database, as tables. */
export function statusText(reports: readonly DatabaseReport[], colors: Colors): string[] {
  return reports
    .filter(({ migrations }) => migrations !== undefined)
    .flatMap((report, index) => databaseText(report, index, colors));
}

function databaseText(report: DatabaseReport, index: number, colors: Colors): string[] {
  const { database, engine, strategy = "pre_deploy", target = "", lockedBy, migrations = [] } = report;
  const when = strategy === "pre_deploy" ? "" : `, ${strategy}`;
  const heading = `Database ${singleLine(database)}: ${engine} on ${singleLine(target)}${when}`;
  const rows = migrations.map((migration) => [
    migration.state,
    migration.id,
    appliedAt(migration),
    migration.error ?? migration.description,
  ]);
  return [
    ...(index > 0 ? [""] : []),
    colors.bold(heading),
    ...(lockedBy === undefined ? [] : [`  being migrated by ${singleLine(lockedBy)}`]),
    ...(rows.length === 0
      ? []
      : formatTable(["STATE", "MIGRATION", "APPLIED (UTC)", "DESCRIPTION"], rows, colors).map(
          (line, row) => `  ${row === 0 ? line : paint(line, migrations[row - 1]?.state, colors)}`,
        )),
    `  ${counts(migrations)}`,
  ];
}

/** `2026-01-05T09:00:00.000Z` → `2026-01-05 09:00:00`. */
function appliedAt({ appliedAt }: Migration): string {
  return appliedAt === undefined ? "" : appliedAt.slice(0, 19).replace("T", " ");
}

function paint(line: string, state: MigrationState | undefined, colors: Colors): string {
  if (state === "applied") return colors.green(line);
  return state === "pending"
    ? line
    : state === "failed" || state === "dirty"
      ? colors.red(line)
      : colors.yellow(line);
}

/** `2 applied, 1 pending`, in the order in which states first occur. */
function counts(migrations: readonly Migration[]): string {
  if (migrations.length === 0) return "no migrations";
  const byState = new Map<MigrationState, number>();
  for (const { state } of migrations) byState.set(state, (byState.get(state) ?? 0) + 1);
  return [...byState].map(([state, count]) => `${count} ${state}`).join(", ");
}
