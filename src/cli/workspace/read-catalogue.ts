import { readFileSync } from "node:fs";
import path from "node:path";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { Catalogue } from "./catalogue.js";
import { catalogueProblem } from "./catalogue-shape.js";
import { displayPath } from "./project.js";

/** The catalogue's name in the folder of the generated files. */
export const catalogueName = "catalogue.json";

/** Reads the catalogue of a folder of generated files. Ends the command when it is missing or not to be used. */
export function readCatalogue(context: CliContext, folder: string): Catalogue {
  const file = path.join(folder, catalogueName);
  const shown = displayPath(context, file);
  const text = readText(file, shown);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unusable(shown, "is not JSON");
  }
  const problem = catalogueProblem(parsed);
  if (problem !== undefined) throw unusable(shown, problem);
  return parsed as Catalogue;
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unusable(
      shown,
      code === "ENOENT" || code === "ENOTDIR" ? "is missing" : `cannot be read (${code})`,
    );
  }
}

function unusable(shown: string, problem: string): CommandFailure {
  return new CommandFailure(`${shown} ${problem}; run provc codegen`, exitCodes.cannotRun);
}
