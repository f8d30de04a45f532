import type { DocumentChoice } from "../../document/document-result.js";
import type { MigrationEngine, MigrationOptions } from "../../migration/engine.js";
import { loadChosen } from "../chosen-provider.js";
import { type CliContext, CommandFailure } from "../context.js";
import type { OpenedDocument } from "../open-document.js";
import type { DatabaseReport } from "./database-report.js";

const KIND = "migration";

/** A database whose migrations a document configures, with its engine. */
export interface MigratedDatabase {
  /** What every report of it begins with. */
  readonly heading: Pick<DatabaseReport, "database" | "engine" | "strategy">;
  readonly engine: MigrationEngine;
  readonly options: MigrationOptions;
}

/** The databases of a document with migrations, sorted by name, or the one that is named. */
export async function findDatabases(
  context: CliContext,
  opened: OpenedDocument,
  name: string | undefined,
): Promise<MigratedDatabase[]> {
  const { workspace, document, folder } = opened;
  const registry = workspace.registries.get(KIND);
  if (registry === undefined) throw new CommandFailure(`this project has no kind "${KIND}"`);
  const databases = property(document.value, "databases");
  const all = document.choices
    .filter(({ kind }) => kind === KIND)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (name !== undefined) requireDatabase(name, databases, all);
  else if (all.length === 0)
    throw new CommandFailure(`no database of ${document.file} has migrations configured`);
  const chosen = all.filter((choice) => name === undefined || nameOf(choice) === name);
  return await Promise.all(
    chosen.map(async (choice): Promise<MigratedDatabase> => {
      const { id, provider, config } = await loadChosen<MigrationEngine>(registry, choice, [
        "plan",
        "run",
        "status",
      ]);
      const database = nameOf(choice);
      const connectionEnv = property(property(databases, database), "connection_env");
      const strategy = property(config, "strategy");
      return {
        heading: { database, engine: id, ...(typeof strategy === "string" && { strategy }) },
        engine: provider,
        options: {
          config,
          database,
          migrationPath: String(property(config, "path")),
          workDir: folder,
          env: context.env,
          ...(typeof connectionEnv === "string" && { connectionEnv }),
        },
      };
    }),
  );
}

function requireDatabase(name: string, databases: unknown, all: readonly DocumentChoice[]): void {
  const names = Object.keys(databases ?? {}).sort();
  if (!names.includes(name)) {
    throw new CommandFailure(
      `database ${JSON.stringify(name)} not found in config; available: [${names.join(" ")}]`,
    );
  }
  if (!all.some((choice) => nameOf(choice) === name)) {
    throw new CommandFailure(`database ${JSON.stringify(name)} has no migrations configured`);
  }
}

function nameOf(choice: DocumentChoice): string {
  return choice.subject ?? "";
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
