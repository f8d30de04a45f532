import { missingPackage } from "../../errors/missing-package.js";
import { missingPart } from "../../packages/missing-part.js";
import { wrongVersion } from "../../packages/wrong-version.js";
import { MigrationError, type MigrationErrorCode } from "../migration-error.js";

/**
 * Imports a database driver that a project installs only when it needs it.
 *
 * @param purpose what it is for, at the beginning of a sentence: `PostgreSQL`.
 * @throws MigrationError `driver_not_installed`, naming the package and the version to install.
 */
export async function importDriver<Module>(
  packageName: string,
  purpose: string,
  load: () => Promise<Module>,
): Promise<Module> {
  return await importOptional("driver_not_installed", packageName, purpose, load);
}

/**
 * Imports a package that an engine is made of.
 *
 * @throws MigrationError `engine_not_installed`, naming the package and the version to install.
 */
export async function importEngine<Module>(
  packageName: string,
  purpose: string,
  load: () => Promise<Module>,
): Promise<Module> {
  return await importOptional("engine_not_installed", packageName, purpose, load);
}

async function importOptional<Module>(
  code: MigrationErrorCode,
  packageName: string,
  purpose: string,
  load: () => Promise<Module>,
): Promise<Module> {
  const wrong = wrongVersion(purpose, packageName);
  if (wrong !== undefined) throw new MigrationError(code, wrong);
  try {
    return await load();
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    const message =
      missing === packageName
        ? `${purpose} needs the package "${packageName}"; install it with: npm install ${packageName}`
        : missingPart(purpose, packageName, missing);
    if (message === undefined) throw error;
    throw new MigrationError(code, message, { cause: error });
  }
}
