import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type GlueModule, WasmError, WasmRuntime } from "./wasm-runtime.js";

/*
 * Everything that this program knows of @prisma/schema-engine-wasm, which is internal to Prisma and changes without
 * notice: hence the exact version. Measured with that version; see `docs/providers/migration-prisma.md`.
 */

/** The version whose interface is used here. */
export const schemaEngineVersion = "7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3";
export const schemaEnginePackage = "@prisma/schema-engine-wasm";

/** A migration as the engine is given it. */
export interface EngineMigration {
  /** The name of its directory. */
  readonly name: string;
  readonly sql: string;
}

/** The engine refused or failed. The message is its own, without the trace that follows it. */
export class SchemaEngineError extends Error {
  override readonly name: string = "SchemaEngineError";
  /** Prisma's code, such as `P3005`, where there is one. */
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

interface MigrationList {
  readonly baseDir: string;
  readonly shadowDbInitScript: string;
  readonly lockfile: { readonly path: string; readonly content: string | null };
  readonly migrationDirectories: readonly {
    readonly path: string;
    readonly migrationFile: {
      readonly path: string;
      readonly content: { readonly tag: "ok"; readonly value: string };
    };
  }[];
}

interface WasmEngine {
  applyMigrations(input: { migrationsList: MigrationList; filters: unknown }): Promise<unknown>;
  markMigrationApplied(input: { migrationName: string; migrationsList: MigrationList }): Promise<unknown>;
  markMigrationRolledBack(input: { migrationName: string }): Promise<unknown>;
}

interface WasmModule extends GlueModule {
  readonly SchemaEngine: {
    readonly new: (
      options: object,
      log: (line: string) => void,
      adapterFactory: object,
    ) => Promise<WasmEngine>;
  };
}

type EngineRuntime = WasmRuntime<WasmModule>;

/** Prisma's schema engine in this process, at work on a database through a driver adapter. */
export class SchemaEngine {
  readonly #runtime: EngineRuntime;
  readonly #engine: WasmEngine;

  private constructor(runtime: EngineRuntime, engine: WasmEngine) {
    this.#runtime = runtime;
    this.#engine = engine;
  }

  /** @param adapterFactory as `bindMigrationAwareSqlAdapterFactory` of Prisma's adapter utilities gives it. */
  static async open(adapterFactory: object): Promise<SchemaEngine> {
    const runtime = await loadRuntime();
    const { SchemaEngine: Engine } = runtime.module;
    const engine = await callEngine(runtime, () =>
      Engine.new({ datamodels: undefined }, () => {}, adapterFactory),
    );
    return new SchemaEngine(runtime, engine);
  }

  /** Applies one migration that is not applied, with Prisma's records before and after. */
  async apply(migration: EngineMigration): Promise<void> {
    const filters = { externalTables: [], externalEnums: [] };
    await callEngine(this.#runtime, () =>
      this.#engine.applyMigrations({ migrationsList: listOf([migration]), filters }),
    );
  }

  /** Records a migration as applied without running it; a failed attempt of it as rolled back. */
  async markApplied(migration: EngineMigration): Promise<void> {
    const input = { migrationName: migration.name, migrationsList: listOf([migration]) };
    await callEngine(this.#runtime, () => this.#engine.markMigrationApplied(input));
  }

  /** Records the failed attempts of a migration as rolled back. */
  async markRolledBack(name: string): Promise<void> {
    await callEngine(this.#runtime, () => this.#engine.markMigrationRolledBack({ migrationName: name }));
  }
}

function listOf(migrations: readonly EngineMigration[]): MigrationList {
  return {
    baseDir: ".",
    shadowDbInitScript: "",
    // Compared with the database before the engine is asked for anything.
    lockfile: { path: "migration_lock.toml", content: null },
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
    })),
  };
}

/**
 * The version of the package that is installed.
 *
 * @throws an error of Node's module resolution when it is not.
 */
export function installedSchemaEngine(): string {
  const file = join(dirname(enginePath()), "package.json");
  return String((JSON.parse(readFileSync(file, "utf8")) as { version?: unknown }).version);
}

/** The package's own entry imports the .wasm file, which only bundlers can do. */
function enginePath(): string {
  return createRequire(import.meta.url).resolve(`${schemaEnginePackage}/schema_engine_bg`);
}

let current: Promise<EngineRuntime> | undefined;
let loaded = 0;

/** The module, instantiated once. After a panic it is of no use any more, and the next call makes another one. */
async function loadRuntime(): Promise<EngineRuntime> {
  const runtime = await current;
  if (runtime !== undefined && !runtime.isBroken) return runtime;
  current = instantiate();
  current.catch(() => {
    current = undefined;
  });
  return await current;
}

async function instantiate(): Promise<EngineRuntime> {
  const entry = enginePath();
  const { href } = pathToFileURL(entry);
  // A copy of the code for each instance: its clean-up would otherwise reach from one instance into the other.
  const glue = (await import(loaded++ === 0 ? href : `${href}?instance=${loaded}`)) as WasmModule;
  const bytes = await readFile(join(dirname(entry), "schema_engine_bg.wasm"));
  return await WasmRuntime.start(glue, "./schema_engine_bg.js", bytes);
}

/** @throws SchemaEngineError whatever goes wrong. */
async function callEngine<Result>(runtime: EngineRuntime, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await runtime.call(operation);
  } catch (error) {
    if (error instanceof WasmError) {
      throw new SchemaEngineError(`Prisma's schema engine broke: ${error.message}`, undefined, {
        cause: error,
      });
    }
    const { message = String(error), code } = error as { message?: string; code?: unknown };
    const known = typeof code === "string" ? code : undefined;
    throw new SchemaEngineError(withoutTrace(message), known, { cause: error });
  }
}

/** An error of the engine, also one that it has recorded, without the trace through Prisma's source. */
export function withoutTrace(message: string): string {
  const [text = ""] = message.split(/\n {3}0: /);
  return text
    .replace(/^external connector error\n/, "")
    .replace(/^Error querying the database: /, "")
    .replace(/^ERROR: /, "")
    .trim();
}
