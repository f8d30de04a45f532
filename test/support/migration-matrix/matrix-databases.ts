import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type MariadbServer, startMariadb } from "../mariadb.js";
import type { DatabaseKind } from "../migration-engines/engine-fixture.js";
import { PgliteTemplate } from "../pglite-template.js";
import { type PostgresServer, startPostgres } from "../postgres.js";

/** New, empty databases of every kind. */
export interface MatrixDatabases {
  /** Makes one for a project in a folder and gives its URL. */
  create(kind: DatabaseKind, folder: string): Promise<string>;
}

/** Starts the servers that some kinds need, for a whole `describe`. */
export function useDatabases(kinds: readonly DatabaseKind[]): MatrixDatabases {
  let postgres: PostgresServer | undefined;
  let mariadb: MariadbServer | undefined;
  let template: PgliteTemplate | undefined;
  beforeAll(async () => {
    if (kinds.includes("postgres")) postgres = await startPostgres();
    if (kinds.includes("mysql")) mariadb = await startMariadb();
    if (kinds.includes("pglite")) template = await PgliteTemplate.create();
  });
  afterAll(async () => {
    await postgres?.stop();
    await mariadb?.stop();
  });
  return {
    create: async (kind, folder) => {
      switch (kind) {
        case "postgres":
          return (await postgres?.createDatabase()) ?? "";
        case "mysql":
          return (await mariadb?.createDatabase()) ?? "";
        case "sqlite":
          return "sqlite:data/app.db";
        case "pglite":
          template?.copyTo(folder);
          return `pglite:${join(".provc", "databases", "main")}`;
      }
    },
  };
}
