import pg from "pg";
import { afterAll, beforeAll, beforeEach, onTestFinished } from "vitest";
import { MigrationProject } from "./migration-project.js";
import { type PostgresServer, startPostgres } from "./postgres.js";

/** A server for a suite, and for each of its tests a database, a project that migrates it, and a connection to look at it. */
export interface PostgresProject {
  readonly server: PostgresServer;
  readonly url: string;
  readonly project: MigrationProject;
  readonly client: pg.Client;
  /** The rows of a statement, each as a list. */
  rows(sql: string): Promise<unknown[]>;
  /** Whether there is such a table or index. */
  exists(name: string): Promise<boolean>;
}

/** Sets up the server and, for each test, its database; to be called in a `describe`. */
export function usePostgres(): PostgresProject {
  const current = {
    rows: async (sql: string): Promise<unknown[]> =>
      (await current.client.query({ text: sql, rowMode: "array" })).rows,
    exists: async (name: string): Promise<boolean> =>
      (await current.rows(`select to_regclass('${name}') is not null`)).flat()[0] === true,
  } as { -readonly [Key in keyof PostgresProject]: PostgresProject[Key] };
  beforeAll(async () => {
    current.server = await startPostgres();
  });
  afterAll(() => current.server?.stop());
  beforeEach(async () => {
    current.url = await current.server.createDatabase();
    current.project = new MigrationProject(current.url);
    const client = new pg.Client(current.url);
    await client.connect();
    onTestFinished(() => client.end());
    current.client = client;
  });
  return current;
}
