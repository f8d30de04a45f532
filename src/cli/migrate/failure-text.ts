import { readFileSync } from "node:fs";
import path from "node:path";
import type { CliContext } from "../context.js";
import { singleLine } from "../output/table.js";
import type { DatabaseReport, FailureReport } from "./database-report.js";

/** Prints what went wrong, with the database's name when the command is about several. */
export function showFailures(context: CliContext, reports: readonly DatabaseReport[], root: string): void {
  for (const { database, error } of reports) {
    if (error === undefined) continue;
    const about = reports.length > 1 ? `database ${singleLine(database)}: ` : "";
    const messages = error.message.split("\n").map((line) => `provc: ${about}${singleLine(line)}`);
    for (const line of [...messages, ...failureDetails(error, root)]) context.stderr.write(`${line}\n`);
  }
}

/** Names the databases that a run did not come to. */
export function showNotRun(context: CliContext, reports: readonly DatabaseReport[]): void {
  const names = reports.filter(({ notRun }) => notRun).map(({ database }) => singleLine(database));
  if (names.length > 0) context.stderr.write(`provc: not run: ${names.join(", ")}\n`);
}

/**
 * What a failure needs beyond its message: the line of the file that it is about, and what the database adds.
 *
 * @param root what the place's file is relative to.
 */
function failureDetails({ place, notes }: FailureReport, root: string): string[] {
  return [
    ...(place === undefined ? [] : sourceLine(place, root)),
    ...notes.map((note) => `  ${singleLine(note)}`),
  ];
}

function sourceLine(place: NonNullable<FailureReport["place"]>, root: string): string[] {
  let text: string;
  try {
    text = readFileSync(path.resolve(root, place.file), "utf8");
  } catch {
    return [];
  }
  const line = text.split(/\r?\n/)[place.line - 1] ?? "";
  const gutter = `  ${place.line} | `;
  // Tabs are kept in front of the mark, so that it stands below its place whatever their width.
  const before = line.slice(0, place.column - 1).replaceAll(/[^\t]/g, " ");
  const shown = line.replaceAll(/[^\t\P{Cc}]/gu, " ");
  return [`${gutter}${shown}`, `${" ".repeat(gutter.length)}${before}^`];
}
