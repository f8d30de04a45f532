import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { afterAll, beforeAll, beforeEach, onTestFinished } from "vitest";
import { type MariadbServer, startMariadb } from "./mariadb.js";
import { MigrationProject } from "./migration-project.js";

/** A server for a suite, and for each of its tests a database, a project that migrates it, and a connection to look at it. */
export interface MariadbProject {
  readonly server: MariadbServer;
  readonly url: string;
  readonly project: MigrationProject;
  readonly connection: Connection;
  /** The rows of a statement, each as a list. */
  rows(sql: string): Promise<unknown[][]>;
}

/** Sets up the server and, for each test, its database; to be called in a `describe`. */
export function useMariadb(): MariadbProject {
  const current = {
    rows: async (sql: string): Promise<unknown[][]> => {
      const [rows] = await current.connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
      return rows;
    },
  } as { -readonly [Key in keyof MariadbProject]: MariadbProject[Key] };
  beforeAll(async () => {
    current.server = await startMariadb();
  });
  afterAll(() => current.server?.stop());
  beforeEach(async () => {
    current.url = await current.server.createDatabase();
    current.project = new MigrationProject(current.url);
    const connection = await createConnection({ uri: current.url, multipleStatements: true });
    onTestFinished(() => connection.end());
    current.connection = connection;
  });
  return current;
}
