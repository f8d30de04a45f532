import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import type { Catalogue } from "./catalogue.js";
import { findProject, type Project } from "./project.js";
import { readCatalogue } from "./read-catalogue.js";
import { shippedFolder } from "./shipped-kinds.js";
import { warnWhenStale } from "./staleness.js";

/** A catalogue and where it lies. */
export interface OpenedCatalogue {
  readonly catalogue: Catalogue;
  /** The folder that the catalogue's paths are relative to. */
  readonly folder: string;
  /** Absent in a folder without a manifest; the catalogue is then that of the kinds shipped with provc. */
  readonly project?: Project;
}

/** Reads the catalogue of the project at hand, or of the shipped kinds; says so when it is out of date. */
export async function openCatalogue(context: CliContext, options: GlobalOptions): Promise<OpenedCatalogue> {
  const project = findProject(context, options);
  if (project === undefined) {
    const folder = shippedFolder();
    return { catalogue: readCatalogue(context, folder), folder };
  }
  await finishKilledRun(project.outputFolder);
  const catalogue = readCatalogue(context, project.outputFolder);
  await warnWhenStale(context, project);
  return { catalogue, folder: project.outputFolder, project };
}

/** A run of codegen that was killed while it moved files into place is finished first: nobody reads half of it. */
async function finishKilledRun(folder: string): Promise<void> {
  const { recoverOutput } = await import("../../../generator/io/recover-output.js");
  try {
    await recoverOutput(folder);
  } catch (error) {
    const { OutputError } = await import("../../../generator/io/output-error.js");
    if (error instanceof OutputError) throw new CommandFailure(error.message, exitCodes.cannotRun);
    throw error;
  }
}
