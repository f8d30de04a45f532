import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database, Row } from "../database/database.js";
import { DatabaseError } from "../database/database-error.js";
import { MigrationError } from "../migration-error.js";
import type { DrizzlePackage } from "./drizzle-package.js";
import type { DrizzleMigration } from "./migration-file.js";
import type { DrizzleMigrator, DrizzleQuery, MigratorContext } from "./migrator.js";

/** What a proxy's migrator hands over: statements that it would like to have run. */
type RunQueries = (queries: readonly string[]) => Promise<void>;

interface ProxyModule {
  drizzle(executor: unknown): unknown;
}

interface ProxyMigratorModule {
  migrate(
    database: unknown,
    run: RunQueries,
    config: {
      readonly migrationsFolder: string;
      readonly migrationsTable: string;
      readonly migrationsSchema: string;
    },
  ): Promise<unknown>;
}

type Rows = readonly Row[];

/** How the proxy of each dialect wants to be answered. */
const EXECUTORS = {
  postgres: (database: Database) => async (sql: string, params: readonly unknown[], method: string) => {
    const rows = await database.query(sql, params);
    return { rows: method === "all" ? inArrays(rows) : rows };
  },
  mysql: (database: Database) => async (sql: string, params: readonly unknown[], method: string) => {
    const rows = await database.query(sql, params);
    return { rows: method === "all" ? inArrays(rows) : [rows] };
  },
  sqlite: (database: Database) => {
    const query = async (
      sql: string,
      params: readonly unknown[],
      mode?: string,
    ): Promise<readonly unknown[]> => {
      const rows = await database.query(sql, params);
      return mode === "array" ? inArrays(rows) : rows;
    };
    return {
      all: query,
      run: query,
      get: async (...call: Parameters<typeof query>) => (await query(...call))[0],
    };
  },
} as const;

const MODULES = { postgres: "pg-proxy", mysql: "mysql-proxy", sqlite: "sqlite-proxy" } as const;

/**
 * The migrator of drizzle-orm 1.x: that of its proxies, whose purpose is to leave the running to somebody else. It
 * reads migrations from a folder only, so each is given one of its own.
 */
export function proxyMigrator(drizzle: DrizzlePackage, context: MigratorContext): DrizzleMigrator {
  const module = MODULES[context.dialect];
  const { database, table } = context;
  const proxy = drizzle.load<ProxyModule>(module).drizzle(EXECUTORS[context.dialect](database));
  const { migrate } = drizzle.load<ProxyMigratorModule>(`${module}/migrator`);

  const migrateFolder = async (migrations: readonly DrizzleMigration[], run: RunQueries): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), "provc-drizzle-"));
    try {
      for (const { id, up } of migrations) {
        if (up === undefined) continue;
        mkdirSync(join(folder, id));
        writeFileSync(join(folder, id, "migration.sql"), up.text);
      }
      const config = {
        migrationsFolder: folder,
        migrationsTable: table.name,
        migrationsSchema: table.schema,
      };
      await migrate(proxy, run, config);
    } catch (error) {
      // drizzle-orm wraps what its queries throw, and puts the query in the place of the database's message.
      throw error instanceof Error && error.cause instanceof DatabaseError ? error.cause : error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return {
    prepare: async (applied) => {
      // What it hands over are the changes to a table of 0.x; of migrations, none is left to apply.
      await migrateFolder(applied, async (queries) => {
        await database.transaction(async () => {
          for (const query of queries) await database.execute(query);
        });
      }).catch((error: unknown) => {
        if (!(error instanceof Error) || !error.message.startsWith("While upgrading")) throw error;
        throw new MigrationError("migration_failed", `drizzle-orm ${drizzle.version}: ${error.message}`);
      });
    },
    compile: async (migration) => {
      const compiled: DrizzleQuery[] = [];
      await migrateFolder([migration], async (queries) => {
        compiled.push(...queries.map((sql) => ({ sql, params: [] })));
      });
      return compiled;
    },
  };
}

function inArrays(rows: Rows): readonly (readonly unknown[])[] {
  return rows.map((row) => Object.values(row));
}
