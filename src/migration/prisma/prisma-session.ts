import type { Database } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { executionError } from "../database/execution-error.js";
import { explain } from "../database/explain.js";
import { MigrationError } from "../migration-error.js";
import type { DatabaseSession } from "../session/database-session.js";
import { driverAdapterFactory } from "./driver-adapter.js";
import type { PrismaMigration } from "./migration-folder.js";
import type { PrismaProject } from "./prisma-options.js";
import type { PrismaPackages } from "./prisma-packages.js";
import { SchemaEngine, SchemaEngineError } from "./schema-engine.js";
import { createSchema, enterSchema } from "./schema-of-url.js";

/** Prisma's engine at work on the connection of a run. */
export class PrismaSession {
  readonly #session: DatabaseSession;
  readonly #project: PrismaProject;
  readonly #engine: SchemaEngine;
  /** Why the last script ended, with more of the database's words than the engine passes on. */
  readonly #refused: { error: unknown };

  private constructor(
    session: DatabaseSession,
    project: PrismaProject,
    engine: SchemaEngine,
    refused: { error: unknown },
  ) {
    this.#session = session;
    this.#project = project;
    this.#engine = engine;
    this.#refused = refused;
  }

  /** Starts the engine. The schema that the connection's URL names is created when there is none. */
  static async start(
    session: DatabaseSession,
    project: PrismaProject,
    packages: PrismaPackages,
  ): Promise<PrismaSession> {
    const { schema } = project;
    const { database } = session;
    const refused: { error: unknown } = { error: undefined };
    await explain(`entering schema ${schema}`, async () => {
      await createSchema(database, schema);
      await enterSchema(database, schema);
    });
    const execute = async (script: string): Promise<void> => {
      try {
        await executeScript(database, script);
      } catch (error) {
        refused.error = error;
        throw error;
      } finally {
        await session.reset("after a migration");
        // What a script has set for the session would otherwise hide Prisma's table from the engine.
        await enterSchema(database, schema);
      }
    };
    const factory = await driverAdapterFactory(packages, database, execute, schema);
    try {
      return new PrismaSession(session, project, await SchemaEngine.open(factory), refused);
    } catch (error) {
      throw engineFailure("starting Prisma's schema engine", error, session.target.label);
    }
  }

  /** Applies a migration, with Prisma's records of it. */
  async apply(migration: PrismaMigration): Promise<void> {
    this.#refused.error = undefined;
    try {
      await this.#engine.apply({ name: migration.id, sql: migration.up });
    } catch (error) {
      throw this.#explain(this.#refused.error ?? error, migration);
    }
  }

  /** Records a migration as applied, and its failed attempt as rolled back. */
  async markApplied(migration: PrismaMigration): Promise<void> {
    await this.#record(migration.id, () =>
      this.#engine.markApplied({ name: migration.id, sql: migration.up }),
    );
  }

  /** Records the failed attempt of a migration as rolled back. */
  async markRolledBack(name: string): Promise<void> {
    await this.#record(name, () => this.#engine.markRolledBack(name));
  }

  async #record(name: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      throw engineFailure(`resolving migration ${name}`, error, this.#session.target.label);
    }
  }

  #explain(error: unknown, { id, up }: PrismaMigration): unknown {
    if (!(error instanceof DatabaseError)) {
      return engineFailure(`applying migration ${id}`, error, this.#session.target.label);
    }
    const { folder, flavor } = this.#project;
    const file = `${folder.shown}/${id}/migration.sql`;
    const failure = executionError(error, { id, file, text: up, offset: 0, sent: up }, flavor);
    if (!MigrationError.isInstance(failure)) return failure;
    const { code, message, place, notes, cause } = failure;
    const advice = `Prisma has recorded it as failed. Once repaired: provc migrate resolve ${id} --rolled-back`;
    return new MigrationError(code, message, {
      ...(place !== undefined && { place }),
      notes: [...notes, advice],
      cause,
    });
  }
}

/** What the engine itself says, as one line for the user; any other error as it is. */
function engineFailure(doing: string, error: unknown, label: string): unknown {
  if (!(error instanceof SchemaEngineError)) return error;
  const { code, message } = error;
  if (code === "P1002") {
    const text = `database ${label} is locked: another program runs Prisma's migrations on it`;
    return new MigrationError("locked", text, { cause: error });
  }
  const text = `${doing}: ${message.replaceAll(/\s*\n\s*/g, " ")}${code === undefined ? "" : ` (${code})`}`;
  return new MigrationError("migration_failed", text, { cause: error });
}

async function executeScript(database: Database, script: string): Promise<void> {
  try {
    await database.execute(script);
    if (await isInTransaction(database)) {
      const message = "the migration begins a transaction and does not end it; nothing of that is kept";
      throw new DatabaseError(message, { notes: [] });
    }
  } catch (error) {
    // The engine records the failure next, which a transaction that has failed would not let it do.
    await database.execute("rollback").catch(() => {});
    throw error;
  }
}

async function isInTransaction(database: Database): Promise<boolean> {
  const { driver } = database;
  if (driver.kind === "sqlite") return driver.client.inTransaction;
  if (driver.kind === "pglite") return driver.client.isInTransaction();
  // Outside of a transaction a statement is one of its own, which begins when the statement does.
  const [row] = await database.query("select pg_catalog.now() < pg_catalog.statement_timestamp() as open");
  return row?.open === true;
}
