import { displayLine, printable } from "../../diagnostics/display-text.js";
import type { Colors } from "./colors.js";

/** Lines of aligned columns, two spaces apart, without trailing blanks. Empty columns are left out. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
): string[] {
  const cells = rows.map((row) => row.map(singleLine));
  const used = header.map((_, column) => cells.some((row) => (row[column] ?? "") !== ""));
  const widths = header.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => displayWidth(row[column] ?? ""))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell))))
      .filter((_, column) => used[column])
      .join("  ")
      .trimEnd();
  return [colors.dim(line(header)), ...cells.map(line)];
}

/** A text in one line, without anything that a terminal would act on. */
export function singleLine(text: string): string {
  return printable(text.replace(/\s+/g, " ").trim());
}

const displayWidth = (text: string): number => displayLine(text).width;
