/** The part of knex's interface that migrations are run with. Its own types are those of a version. */
export interface Knex {
  readonly migrate: KnexMigrator;
  transaction<Result>(action: (transaction: Knex) => Promise<Result>): Promise<Result>;
  destroy(): Promise<void>;
}

export interface KnexMigrator {
  /** Gives the batch and the names of what has been run. */
  up(config: KnexMigrationConfig): Promise<KnexBatch>;
  down(config: KnexMigrationConfig): Promise<KnexBatch>;
  /** Creates both tables when they are not there. */
  currentVersion(config: KnexMigrationConfig): Promise<unknown>;
}

/** What a migration's file exports. */
export interface KnexMigrationModule {
  readonly up: (knex: unknown) => unknown;
  readonly down: (knex: unknown) => unknown;
  readonly config?: { readonly transaction?: boolean } | undefined;
}

/** Where knex gets its migrations from. */
export interface KnexMigrationSource {
  getMigrations(): Promise<readonly string[]>;
  getMigrationName(migration: string): string;
  getMigration(migration: string): Promise<KnexMigrationModule>;
}

export interface KnexMigrationConfig {
  readonly name?: string;
  readonly tableName: string;
  readonly schemaName?: string;
  readonly disableTransactions: boolean;
  readonly disableMigrationsListValidation: true;
  readonly migrationSource: KnexMigrationSource;
}

/** A connection pool's client for one kind of database, as far as subclasses of ours go. */
export interface KnexClient {
  _query(connection: unknown, query: { readonly sql: string }): Promise<unknown>;
  checkVersion?(connection: unknown): Promise<unknown>;
  version?: unknown;
}

export type KnexClientClass = new (config: unknown) => KnexClient;

/** The function that the package exports. */
export type KnexFactory = (config: {
  readonly client: KnexClientClass;
  readonly connection: object;
  readonly pool?: { readonly min: number; readonly max: number };
  readonly useNullAsDefault?: boolean;
  readonly asyncStackTraces: boolean;
  readonly log: Readonly<Record<"warn" | "error" | "deprecate" | "debug", () => void>>;
}) => Knex;

export type KnexBatch = readonly [batch: number, names: readonly string[]];
