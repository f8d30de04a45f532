import { singleLine } from "../output/table.js";
import { type DatabaseReport, headingText } from "./database-report.js";

/** What `up` would do, a line for each migration; under a heading when the database is not the obvious one. */
export function planText(reports: readonly DatabaseReport[]): string[] {
  return reports.flatMap((report) => {
    const { strategy = "pre_deploy", pending, migrations } = report;
    if (migrations === undefined) return [];
    return [
      ...(reports.length > 1 || strategy !== "pre_deploy" ? [`${singleLine(headingText(report))}:`] : []),
      `Migration plan (${pending} pending):`,
      ...migrations.map(
        ({ id, description, state }) => `  - ${singleLine(id)}: ${singleLine(description)} [${state}]`,
      ),
    ];
  });
}
