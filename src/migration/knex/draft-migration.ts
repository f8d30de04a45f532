import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, posix } from "node:path";
import type { MigrationKnexConfig } from "../../../generated/migration/providers/knex.config.js";
import type { MigrationDraftOptions } from "../engine.js";
import { migrationDirectory } from "../files/migration-directory.js";
import { nextTimestamp, slug } from "../files/new-migration.js";
import { MigrationError } from "../migration-error.js";
import { readKnexFolder } from "./migration-folder.js";
import { fileExtensions } from "./settings.js";

const TYPESCRIPT = `import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
}

export async function down(knex: Knex): Promise<void> {
}
`;

const ES_MODULE = `/** @param {import("knex").Knex} knex */
export async function up(knex) {
}

/** @param {import("knex").Knex} knex */
export async function down(knex) {
}
`;

const COMMON_JS = `/** @param {import("knex").Knex} knex */
exports.up = async function (knex) {
};

/** @param {import("knex").Knex} knex */
exports.down = async function (knex) {
};
`;

/** Writes an empty migration, and its folder if need be, in the language of the newest one that is there. */
export async function draftMigration(
  options: MigrationDraftOptions<MigrationKnexConfig>,
): Promise<readonly string[]> {
  const { config, migrationPath, workDir, name } = options;
  const directory = migrationDirectory(migrationPath, workDir);
  try {
    mkdirSync(directory.path, { recursive: true });
    const extensions = fileExtensions(config);
    const { files } = readKnexFolder(migrationPath, workDir, extensions);
    const newest = files.at(-1)?.name;
    const extension = newest === undefined ? (extensions[0] ?? ".js") : extname(newest);
    const time = nextTimestamp(readdirSync(directory.path), options.now ?? new Date());
    const file = `${time}_${slug(name)}${extension}`;
    writeFileSync(join(directory.path, file), template(extension, directory.path), { flag: "wx" });
    return [posix.join(directory.shown, file)];
  } catch (error) {
    if (MigrationError.isInstance(error)) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new MigrationError("invalid_file", `writing a migration to ${directory.shown}: ${code ?? message}`);
  }
}

function template(extension: string, folder: string): string {
  if (/ts$/.test(extension)) return TYPESCRIPT;
  if (extension === ".mjs") return ES_MODULE;
  return extension === ".js" && isModuleFolder(folder) ? ES_MODULE : COMMON_JS;
}

/** Whether Node takes the `.js` files of a folder for ECMAScript modules: the nearest `package.json` decides. */
function isModuleFolder(folder: string): boolean {
  const file = join(folder, "package.json");
  if (existsSync(file)) return moduleType(file) === "module";
  return folder !== dirname(folder) && isModuleFolder(dirname(folder));
}

function moduleType(file: string): unknown {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { readonly type?: unknown } | null)?.type;
  } catch {
    return undefined;
  }
}
