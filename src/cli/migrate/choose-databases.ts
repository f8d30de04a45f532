import type { DocumentChoice } from "../../document/document-result.js";
import { CommandFailure, exitCodes } from "../context.js";
import type { OpenedDocument } from "../open-document.js";

/** The kind whose providers migrate databases. */
export const migrationKind = "migration";

/** When a deployment applies the migrations of a database; `all` stands for any of them. */
export type Strategy = "pre_deploy" | "post_deploy" | "manual" | "all";

/** A database of the document that has migrations. */
export interface ConfiguredDatabase {
  readonly name: string;
  readonly choice: DocumentChoice;
  /** As the config has it, default applied; engines of other kinds of config may have none. */
  readonly strategy: string | undefined;
  /** The database's object in the document. */
  readonly settings: unknown;
}

/** Which databases a command is about. */
export interface DatabaseSelection {
  /** None: all. */
  readonly databases: readonly string[];
  /** Absent: `pre_deploy` for a run of databases that are not named, otherwise all. */
  readonly strategy?: Strategy;
}

/** The databases of a command, and those that it leaves to another strategy. */
export interface ChosenDatabases {
  readonly chosen: readonly ConfiguredDatabase[];
  readonly leftOut: readonly ConfiguredDatabase[];
}

/** The databases with migrations, in the order of the document. */
export function configuredDatabases({ document }: OpenedDocument): readonly ConfiguredDatabase[] {
  const databases = property(document.value, "databases");
  const order = Object.keys(databases ?? {});
  return document.choices
    .filter(({ kind }) => kind === migrationKind)
    .map((choice): ConfiguredDatabase => {
      const name = choice.subject ?? "";
      const strategy = property(choice.config, "strategy");
      return {
        name,
        choice,
        strategy: typeof strategy === "string" ? strategy : undefined,
        settings: property(databases, name),
      };
    })
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The databases to look at: all of them, unless they are named or have another strategy than the one asked for. */
export function chooseForReading(opened: OpenedDocument, selection: DatabaseSelection): ChosenDatabases {
  return choose(opened, selection, selection.strategy ?? "all");
}

/**
 * The databases to change. Those that are not named are left alone unless a deployment would migrate them before it
 * starts the new version: what belongs after its start, or to nobody but a person, must not happen by the way.
 */
export function chooseForRun(opened: OpenedDocument, selection: DatabaseSelection): ChosenDatabases {
  const isNamed = selection.databases.length > 0;
  return choose(opened, selection, selection.strategy ?? (isNamed ? "all" : "pre_deploy"));
}

/** The one database of a command that is about a single one. */
export function chooseOne(opened: OpenedDocument, names: readonly string[]): ConfiguredDatabase {
  const { chosen } = choose(opened, { databases: names }, "all");
  const [first, ...others] = chosen;
  if (first === undefined || others.length > 0) {
    const available = chosen.map(({ name }) => name).join(" ");
    throw new CommandFailure(
      `several databases have migrations; name one with --database: [${available}]`,
      exitCodes.cannotRun,
    );
  }
  return first;
}

function choose(
  opened: OpenedDocument,
  { databases: names }: DatabaseSelection,
  strategy: Strategy,
): ChosenDatabases {
  if (!opened.workspace.registries.has(migrationKind)) {
    throw new CommandFailure(`this project has no kind "${migrationKind}"`);
  }
  const all = configuredDatabases(opened);
  for (const name of names) requireDatabase(name, opened, all);
  if (all.length === 0) {
    throw new CommandFailure(`no database of ${opened.document.file} has migrations configured`);
  }
  const named = all.filter(({ name }) => names.length === 0 || names.includes(name));
  const hasStrategy = (database: ConfiguredDatabase): boolean =>
    strategy === "all" || (database.strategy ?? "pre_deploy") === strategy;
  return {
    chosen: named.filter(hasStrategy),
    leftOut: named.filter((database) => !hasStrategy(database)),
  };
}

function requireDatabase(name: string, opened: OpenedDocument, all: readonly ConfiguredDatabase[]): void {
  const names = Object.keys(property(opened.document.value, "databases") ?? {}).sort();
  if (!names.includes(name)) {
    throw new CommandFailure(
      `database ${JSON.stringify(name)} not found in config; available: [${names.join(" ")}]`,
    );
  }
  if (!all.some((database) => database.name === name)) {
    throw new CommandFailure(`database ${JSON.stringify(name)} has no migrations configured`);
  }
}

/** A field of an object that came from a document. */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
