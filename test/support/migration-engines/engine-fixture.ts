import type { ConnectionTarget } from "../../../src/migration/database/connection-target.js";
import type { MigrationEngine, MigrationState } from "../../../src/migration/engine.js";

export type DatabaseKind = ConnectionTarget["kind"];

/** A migration, whatever the format of the engine. */
export interface LogicalMigration {
  /** Its number, from 1; times and versions are made of it, so that it stays the same when others are left out. */
  readonly index: number;
  /** A word. */
  readonly name: string;
  /** SQL of any number of statements, each ended by `;`. */
  readonly up: string;
  readonly down?: string;
}

/** Writes what the matrix tests need in the format of one engine. */
export interface EngineFixture {
  /** The engine's id. */
  readonly engine: string;
  readonly databases: readonly DatabaseKind[];
  /** Whether it can revert. */
  readonly down: boolean;
  /** The engine's own fields. */
  readonly config?: object;
  load(): Promise<MigrationEngine>;
  /** Makes the folder hold exactly these migrations; it may hold others from an earlier call. */
  write(folder: string, migrations: readonly LogicalMigration[], kind: DatabaseKind): void;
  /** The id that the engine gives one. */
  idOf(index: number, name: string): string;
  /**
   * Where a failing statement is told to be: the file, relative to the folder, and its line; `sqlLine` counts in `up`,
   * from 1. Absent: the engine cannot know.
   */
  placeOf?(index: number, name: string, sqlLine: number): { readonly file: string; readonly line: number };
  /** Of a migration whose second statement failed, after a `create table`. Default: `pending`. */
  stateAfterFailure?(kind: DatabaseKind): MigrationState;
  /** Of a migration that was killed in its second statement, after an `insert`. Default: `pending`. */
  stateAfterKill?(kind: DatabaseKind): MigrationState;
}
