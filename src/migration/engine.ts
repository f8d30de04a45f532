/**
 * Where a migration stands.
 *
 * - `pending`: not applied; the next `up` applies it
 * - `applied`: applied, and its file is as it was then
 * - `failed`: its last run ended with an error outside a transaction, so it may be half done
 * - `dirty`: its last run was killed outside a transaction, so it may be half done
 * - `edited`: applied, but its file has changed since
 * - `missing`: applied, but its file is gone
 * - `out-of-order`: not applied although a later one is
 */
export type MigrationState =
  | "pending"
  | "applied"
  | "failed"
  | "dirty"
  | "edited"
  | "missing"
  | "out-of-order";

/** One migration, as an engine sees it in its files and in the database. */
export interface Migration {
  /** Unique within the database, such as `20260102_create_users.sql`. */
  readonly id: string;
  readonly description: string;
  /** True when the database counts it as applied. */
  readonly applied: boolean;
  readonly state: MigrationState;
  /** Whether the engine can revert it. */
  readonly reversible: boolean;
  /** When it was applied (ISO 8601, UTC), where the engine keeps that. */
  readonly appliedAt?: string;
  /** Of its file as it is now, or, when that is missing, as it was when applied. */
  readonly checksum?: string;
  /** What the database said, for a failed one; how far it had come, for a killed one. Where the engine knows. */
  readonly error?: string;
}

/** What every operation of a migration engine is given. */
export interface MigrationOptions<Config = unknown> {
  /** The engine's config, the object at `databases.<name>.migrations`: validated, defaults applied. */
  readonly config: Config;
  /** The database's name in the config document. */
  readonly database: string;
  /** Where the migrations are, as the config has it; relative to `workDir`. */
  readonly migrationPath: string;
  /**
   * The environment variable that holds the connection's URL. Absent: the embedded database of the project, in
   * `.provc/databases/<name>` below `workDir`.
   */
  readonly connectionEnv?: string;
  /** The project's folder. */
  readonly workDir: string;
  /** Where `connectionEnv` is looked up. Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Aborting it stops a run before the next migration, and ends a wait for the lock. */
  readonly signal?: AbortSignal;
}

/** What {@link MigrationEngine.run} is given. */
export interface MigrationRunOptions<Config = unknown> extends MigrationOptions<Config> {
  /** `up` applies, `down` reverts the newest first. */
  readonly direction: MigrationDirection;
  /** How many migrations to run at most; absent or 0: all. */
  readonly steps?: number;
  /** Called before and after each migration. */
  readonly onProgress?: (progress: MigrationProgress) => void;
}

/** Whether a migration is applied (`up`) or taken back (`down`). */
export type MigrationDirection = "up" | "down";

/** A step of a run. */
export interface MigrationProgress {
  readonly event: "started" | "finished";
  /** The migration as it was before the run. */
  readonly migration: Migration;
  readonly direction: MigrationDirection;
  /** Its place in the run, from 1. */
  readonly index: number;
  /** How many the run has in all. */
  readonly total: number;
}

/** What a run has done. */
export interface MigrationRunResult {
  /** Ids in the order in which they were applied or reverted. */
  readonly done: readonly string[];
  /** True when the run was aborted before its last migration. */
  readonly interrupted: boolean;
}

/** What {@link MigrationEngine.preview} says about one migration of a run. */
export interface MigrationPreview {
  readonly migration: Migration;
  readonly direction: MigrationDirection;
  /** The SQL that the run would send. Absent: it cannot be known without running the migration, as with code. */
  readonly sql?: string;
}

/** What {@link MigrationEngine.resolve} is given. */
export interface MigrationResolveOptions<Config = unknown> extends MigrationOptions<Config> {
  /** The migration: its id, or a beginning of it that fits no other. */
  readonly migration: string;
  /**
   * What a person has made sure of: `applied`, that the whole migration is in the database; `rolled-back`, that nothing
   * of it is.
   */
  readonly as: "applied" | "rolled-back";
}

/** What {@link MigrationEngine.draft} is given. */
export interface MigrationDraftOptions<Config = unknown> extends MigrationOptions<Config> {
  /** What the migration does, in a few words; becomes part of the file's name. */
  readonly name: string;
  /** The time that new names begin with. Default: now. */
  readonly now?: Date;
}

/** The whole state of a database. */
export interface MigrationStatus {
  /** The database in words, such as `127.0.0.1:5432/app`; never with a password. */
  readonly target: string;
  readonly migrations: readonly Migration[];
  /** Who is migrating at this moment, where the database can tell. */
  readonly lockedBy?: string;
}

/**
 * The contract of kind `migration`: brings a database's schema up to date with a folder of migrations.
 *
 * An engine keeps no state between calls. Its operations are methods, so that an engine typed with its own config
 * (`MigrationEngine<MyConfig>`) can be used as a `MigrationEngine`. All of them reject with a {@link MigrationError}
 * whose message is for the user.
 */
export interface MigrationEngine<Config = unknown> {
  /** The id under which the engine is registered. */
  readonly id: string;

  /** All migrations in the order in which `up` applies them, those without a file first. Changes nothing. */
  plan(options: MigrationOptions<Config>): Promise<readonly Migration[]>;

  /**
   * Applies or reverts migrations, one run at a time per database. What had been done before a failure stays done.
   * Whatever can be refused (a wrong order, an irreversible migration) is refused before anything is touched.
   */
  run(options: MigrationRunOptions<Config>): Promise<MigrationRunResult>;

  /** The state of the database, with who is migrating it. Changes nothing. */
  status(options: MigrationOptions<Config>): Promise<MigrationStatus>;

  /**
   * Records that a failed or killed migration has been finished, or undone, by hand; also the way to take over a
   * database that other means have migrated. Runs nothing of the migration. Gives its new state.
   */
  resolve(options: MigrationResolveOptions<Config>): Promise<Migration>;

  /** What `run` with the same options would do. Refuses what `run` refuses; changes nothing. */
  preview?(options: MigrationRunOptions<Config>): Promise<readonly MigrationPreview[]>;

  /** Writes the file or files of a new, empty migration (`provc migrate new`) and gives their paths, relative to `workDir`. */
  draft?(options: MigrationDraftOptions<Config>): Promise<readonly string[]>;
}
