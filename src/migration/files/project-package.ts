import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { refusedVersion } from "../../packages/wrong-version.js";
import { MigrationError } from "../migration-error.js";

/** A package that the user has installed: which version it is, and its modules. */
export interface ProjectPackage {
  readonly name: string;
  /** As in its `package.json`, such as `0.45.4`. */
  readonly version: string;
  /**
   * Loads the package, or one of its modules (`pg-core`).
   *
   * @throws MigrationError `engine_not_installed` when this version does not have it, or lacks a package itself.
   */
  load<Module>(module?: string): Module;
}

/**
 * Finds a migration tool's package: the one that the project itself would get, so that a project migrates with the
 * version it has chosen, else the one that is installed beside this program.
 *
 * @throws MigrationError `engine_not_installed`, naming the package and the version to install.
 */
export function projectPackage(name: string, engine: string, workDir: string): ProjectPackage {
  for (const from of [resolve(workDir, "package.json"), import.meta.url]) {
    const require = createRequire(from);
    let entry: string;
    try {
      entry = require.resolve(name);
    } catch {
      continue;
    }
    const version = packageVersion(entry);
    const wrong = refusedVersion(`migration engine "${engine}"`, name, version);
    if (wrong !== undefined) throw new MigrationError("engine_not_installed", wrong);
    return {
      name,
      version,
      load: (module) => {
        try {
          return require(module === undefined ? name : `${name}/${module}`);
        } catch (error) {
          const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
          const message = `migration engine "${engine}" cannot use ${name} ${version}: ${reason}`;
          throw new MigrationError("engine_not_installed", message, { cause: error });
        }
      },
    };
  }
  throw new MigrationError(
    "engine_not_installed",
    `migration engine "${engine}" needs the package "${name}"; install it with: npm install ${name}`,
  );
}

/** From the nearest `package.json` that has one: packages may keep others, without, in folders of theirs. */
function packageVersion(entry: string): string {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
      if (typeof version === "string") return version;
    }
    if (folder === dirname(folder)) return "0.0.0";
  }
}
