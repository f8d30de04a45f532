import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Jiti } from "jiti";
import { readText } from "../files/migration-directory.js";
import { MigrationError } from "../migration-error.js";
import type { KnexMigrationModule } from "./knex-types.js";
import type { KnexFile, KnexFolder } from "./migration-folder.js";
import { placeInStack, showPlace } from "./stack-place.js";

/** Loads the code of migrations: ECMAScript modules, CommonJS and TypeScript, whichever the file is. */
export interface MigrationLoader {
  /**
   * Runs a file and gives what it exports.
   *
   * @throws MigrationError `invalid_file` when it cannot be run or is no migration.
   */
  load(file: KnexFile): Promise<KnexMigrationModule>;
}

/** A loader for the files of a folder. */
export function migrationLoader(folder: KnexFolder): MigrationLoader {
  let jiti: Promise<Jiti> | undefined;
  return {
    async load(file) {
      jiti ??= startJiti(folder);
      const path = join(folder.path, file.name);
      let exported: unknown;
      try {
        const text = readText(folder, file.name);
        if (text === undefined) throw new Error("no such file");
        // Evaluates this very text. Node would keep the first one for the life of the process, so that a migration
        // corrected after a failure would run as it was.
        exported = await (await jiti).evalModule(text, {
          filename: path,
          ext: /\.\w+$/.exec(file.name)?.[0] ?? ".js",
          async: true,
          forceTranspile: true,
        });
      } catch (error) {
        if (MigrationError.isInstance(error)) throw error;
        throw loadingError(error, folder, file);
      }
      const migration = asMigration(exported);
      if (migration !== undefined) return migration;
      const message = `${folder.shown}/${file.name}: a migration must export the functions up and down`;
      throw new MigrationError("invalid_file", message);
    },
  };
}

async function startJiti(folder: KnexFolder): Promise<Jiti> {
  const { createJiti } = await import("jiti");
  return createJiti(pathToFileURL(`${folder.path}/`).href, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    tsconfigPaths: true,
  });
}

/** The migration in a module's namespace, in the value of `module.exports`, or in its default export. */
function asMigration(exported: unknown): KnexMigrationModule | undefined {
  if (typeof exported !== "object" || exported === null) return undefined;
  const candidates = [exported, (exported as { readonly default?: unknown }).default];
  return candidates.find(isMigration);
}

function isMigration(value: unknown): value is KnexMigrationModule {
  if (typeof value !== "object" || value === null) return false;
  const { up, down } = value as Readonly<Record<string, unknown>>;
  return typeof up === "function" && typeof down === "function";
}

function loadingError(error: unknown, folder: KnexFolder, file: KnexFile): MigrationError {
  const message = error instanceof Error ? error.message : String(error);
  // Of a syntax error, the place is the second line of the message.
  const [first = "", ...more] = message.split("\n").map((line) => line.trim());
  const syntax = /^ParseError: (.*)$/.exec(first)?.[1];
  const stack = syntax === undefined ? (error as { stack?: unknown } | null)?.stack : more[0];
  const place = placeInStack(stack, file, folder);
  const where = place === undefined ? `${folder.shown}/${file.name}` : showPlace(place);
  const options = { cause: error, ...(place !== undefined && { place }) };
  return new MigrationError("invalid_file", `${where}: cannot be loaded: ${syntax ?? first}`, options);
}
