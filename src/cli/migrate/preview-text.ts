import { printable } from "../../diagnostics/display-text.js";
import type { MigrationDirection } from "../../migration/engine.js";
import { singleLine } from "../output/table.js";
import type { ConfiguredDatabase } from "./choose-databases.js";
import { type DatabaseReport, headingText, type PreviewReport } from "./database-report.js";

/** What runs would do, as a script of SQL in which everything else is a comment. */
export function previewText(
  reports: readonly DatabaseReport[],
  direction: MigrationDirection,
  leftOut: readonly ConfiguredDatabase[],
): string[] {
  const sections = reports.flatMap((report) =>
    report.preview === undefined ? [] : [databaseText(report, report.preview, direction)],
  );
  const names = leftOut.map(({ name, strategy }) => `${singleLine(name)} (${strategy})`);
  return [
    ...sections.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines])),
    ...(names.length === 0 ? [] : [`-- left out: ${names.join(", ")}`]),
  ];
}

function databaseText(
  report: DatabaseReport,
  preview: readonly PreviewReport[],
  direction: MigrationDirection,
): string[] {
  const nothing = direction === "up" ? "no pending migrations" : "no migrations to revert";
  return [
    `-- ${singleLine(headingText(report))}: ${preview.length === 0 ? nothing : "would run, but has not"}`,
    ...preview.flatMap((step) => ["", ...stepText(step)]),
  ];
}

function stepText({ id, direction, sql }: PreviewReport): string[] {
  const heading = `-- ${direction === "up" ? "apply" : "revert"} ${singleLine(id)}`;
  if (sql === undefined) return [`${heading}: it is code, so its SQL is not known before it runs`];
  const lines = sql
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split(/\r?\n/);
  return [heading, ...lines.map((line) => line.split("\t").map(printable).join("\t"))];
}
