import type { MigrationEngine, MigrationOptions } from "../../migration/engine.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { loadChosen } from "../chosen-provider.js";
import type { CliContext } from "../context.js";
import type { OpenedDocument } from "../open-document.js";
import { type ConfiguredDatabase, migrationKind, property } from "./choose-databases.js";
import type { DatabaseHeading } from "./database-report.js";

/** A database with the engine that migrates it. */
export interface MigratedDatabase {
  /** What every report of it begins with. */
  readonly heading: DatabaseHeading;
  readonly engine: MigrationEngine;
  readonly options: MigrationOptions;
  /** What the engine is registered with. */
  readonly capabilities: { readonly [name: string]: unknown };
}

/** Loads the engines of databases. `methods` are those of the contract that the command is going to call. */
export async function loadDatabases(
  context: CliContext,
  opened: OpenedDocument,
  databases: readonly ConfiguredDatabase[],
  methods: readonly (keyof MigrationEngine & string)[],
): Promise<MigratedDatabase[]> {
  const registry = opened.workspace.registries.get(migrationKind) as AnyRegistry;
  return await Promise.all(
    databases.map(async ({ name, choice, strategy, settings }): Promise<MigratedDatabase> => {
      const { id, provider, config } = await loadChosen<MigrationEngine>(registry, choice, methods);
      const connectionEnv = property(settings, "connection_env");
      return {
        heading: { database: name, engine: id, ...(strategy !== undefined && { strategy }) },
        engine: provider,
        capabilities: registry.describe(id).capabilities,
        options: {
          config,
          database: name,
          migrationPath: String(property(config, "path")),
          workDir: opened.folder,
          env: context.env,
          ...(typeof connectionEnv === "string" && { connectionEnv }),
        },
      };
    }),
  );
}
