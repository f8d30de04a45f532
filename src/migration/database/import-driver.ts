import { missingPackage } from "../../errors/missing-package.js";
import { MigrationError } from "../migration-error.js";

/**
 * Imports a database driver that a project installs only when it needs it.
 *
 * @throws MigrationError `driver_not_installed`, naming the package to install.
 */
export async function importDriver<Module>(
  packageName: string,
  purpose: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (missingPackage(error) !== packageName) throw error;
    const message = `${purpose} needs the package "${packageName}"; install it with: npm install ${packageName}`;
    throw new MigrationError("driver_not_installed", message, { cause: error });
  }
}
