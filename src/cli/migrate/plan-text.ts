import { singleLine } from "../output/table.js";
import type { DatabaseReport } from "./database-report.js";

/** What `up` would do, a line for each migration; under a heading when there are several databases. */
export function planText(reports: readonly DatabaseReport[]): string[] {
  return reports.flatMap(({ database, engine, pending, migrations }) => {
    if (migrations === undefined) return [];
    return [
      ...(reports.length > 1 ? [`Database ${singleLine(database)} (${engine}):`] : []),
      `Migration plan (${pending} pending):`,
      ...migrations.map(
        ({ id, description, state }) => `  - ${singleLine(id)}: ${singleLine(description)} [${state}]`,
      ),
    ];
  });
}
