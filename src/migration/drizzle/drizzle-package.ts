import { type ProjectPackage, projectPackage } from "../files/project-package.js";
import { MigrationError } from "../migration-error.js";
import type { DrizzleFolder } from "./migration-folder.js";

/** The drizzle-orm that applies the migrations. */
export interface DrizzlePackage extends ProjectPackage {
  /** How its folder looks: with a journal before 1.0, a folder for each migration since. */
  readonly format: "journal" | "folders";
}

/** Finds the project's drizzle-orm. */
export function drizzlePackage(workDir: string): DrizzlePackage {
  const found = projectPackage("drizzle-orm", "drizzle", workDir);
  return { ...found, format: /^0\./.test(found.version) ? "journal" : "folders" };
}

/**
 * Makes sure that the folder is one that the installed drizzle-orm reads. An empty one always is.
 *
 * @throws MigrationError `invalid_file`, with the way out.
 */
export function refuseOtherFormat(folder: DrizzleFolder, { format, version }: DrizzlePackage): void {
  if (folder.format === undefined || folder.format === format) return;
  const [is, cure] =
    folder.format === "journal"
      ? ["has the format of drizzle-orm 0.x (meta/_journal.json)", "convert it with: npx drizzle-kit up"]
      : ["has the format of drizzle-orm 1.x (a folder for each migration)", "install drizzle-orm 1.x"];
  throw new MigrationError(
    "invalid_file",
    `${folder.shown} ${is}, but drizzle-orm ${version} is installed; ${cure}`,
  );
}
