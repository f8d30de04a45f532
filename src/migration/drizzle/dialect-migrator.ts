import type { DrizzlePackage } from "./drizzle-package.js";
import type { DrizzleMigration } from "./migration-file.js";
import type { DrizzleMigrator, DrizzleQuery, MigratorContext } from "./migrator.js";

/** A statement that drizzle-orm has not yet turned into text. */
type UnbuiltQuery = object;

/** What a dialect of drizzle-orm 0.x calls of a session to migrate. */
interface MigrationSession {
  execute(query: UnbuiltQuery): Promise<unknown>;
  run(query: UnbuiltQuery): Promise<unknown>;
  all(query: UnbuiltQuery): Promise<readonly unknown[]>;
  values(query: UnbuiltQuery): Promise<readonly unknown[]>;
  transaction(
    action: (transaction: Pick<MigrationSession, "execute" | "run">) => Promise<void>,
  ): Promise<void>;
}

interface MigrationMeta {
  readonly sql: readonly string[];
  readonly bps: boolean;
  readonly folderMillis: number;
  readonly hash: string;
}

/** The part of a dialect of drizzle-orm 0.x that its migrators consist of. */
interface MigratingDialect {
  sqlToQuery(query: UnbuiltQuery): DrizzleQuery;
  migrate(
    migrations: readonly MigrationMeta[],
    session: MigrationSession,
    config: { readonly migrationsTable: string; readonly migrationsSchema: string },
  ): Promise<void>;
}

const DIALECTS = {
  postgres: ["pg-core", "PgDialect"],
  mysql: ["mysql-core", "MySqlDialect"],
  sqlite: ["sqlite-core", "SQLiteAsyncDialect"],
} as const;

/** The migrator of drizzle-orm 0.x: a method of its dialects, which its drivers hand their session to. */
export function dialectMigrator(drizzle: DrizzlePackage, context: MigratorContext): DrizzleMigrator {
  const [module, className] = DIALECTS[context.dialect];
  const Dialect = drizzle.load<Readonly<Record<string, new () => MigratingDialect>>>(module)[className];
  if (Dialect === undefined)
    throw new Error(`drizzle-orm ${drizzle.version} has no ${className} in ${module}`);
  const dialect = new Dialect();
  const { database, table } = context;

  const migrate = async (migrations: readonly MigrationMeta[]): Promise<readonly DrizzleQuery[]> => {
    const queries: DrizzleQuery[] = [];
    const collect = async (query: UnbuiltQuery): Promise<void> => {
      queries.push(dialect.sqlToQuery(query));
    };
    const run = async (query: UnbuiltQuery): Promise<void> => {
      const { sql, params } = dialect.sqlToQuery(query);
      await database.query(sql, params);
    };
    // It asks for the newest record, and passes over whatever is older. What is to run has been decided already, and
    // may well be older, where the order is not strict.
    const noRecord = async (): Promise<readonly unknown[]> => [];
    await dialect.migrate(
      migrations,
      {
        execute: run,
        run,
        all: noRecord,
        values: noRecord,
        transaction: (action) => action({ execute: collect, run: collect }),
      },
      { migrationsTable: table.name, migrationsSchema: table.schema },
    );
    return queries;
  };
  return {
    prepare: async () => {
      await migrate([]);
    },
    compile: (migration) => migrate([metaOf(migration)]),
  };
}

function metaOf({ up, hash, time }: DrizzleMigration): MigrationMeta {
  if (up === undefined || hash === undefined)
    throw new Error("a migration without its file cannot be compiled");
  return { sql: up.chunks.map(({ text }) => text), bps: true, folderMillis: time, hash };
}
