import { join } from "node:path";
import { drizzle as openMysql } from "drizzle-orm/mysql2";
import { migrate as migrateMysql } from "drizzle-orm/mysql2/migrator";
import { drizzle as openPostgres } from "drizzle-orm/node-postgres";
import { migrate as migratePostgres } from "drizzle-orm/node-postgres/migrator";
import { drizzle as openNewMysql } from "drizzle-orm-v1/mysql2";
import { migrate as migrateNewMysql } from "drizzle-orm-v1/mysql2/migrator";
import { drizzle as openNewPostgres } from "drizzle-orm-v1/node-postgres";
import { migrate as migrateNewPostgres } from "drizzle-orm-v1/node-postgres/migrator";
import mysql from "mysql2/promise";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import drizzle from "../../../src/migration/drizzle/index.js";
import { type DrizzleFile, writeFolders, writeJournal } from "../../migration/drizzle/drizzle-files.js";
import { EngineProject, migrationFailure } from "../../support/engine-project.js";
import { type MariadbServer, startMariadb } from "../../support/mariadb.js";
import { type PostgresServer, startPostgres } from "../../support/postgres.js";

let postgres: PostgresServer;
let mariadb: MariadbServer;
beforeAll(async () => {
  postgres = await startPostgres();
  mariadb = await startMariadb();
});
afterAll(async () => {
  await postgres?.stop();
  await mariadb?.stop();
});

const files: readonly DrizzleFile[] = ["a", "b", "c", "d"].map((name, index) => [
  name,
  index * 3600,
  `create table ${name} (x int);--> statement-breakpoint\ninsert into ${name} values (${index});`,
  `drop table ${name};`,
]);

/** What drizzle-orm itself does with the project's folder and database. */
async function drizzleMigrates(project: EngineProject, version: "old" | "new"): Promise<void> {
  const config = { migrationsFolder: join(project.folder, "db"), migrationsSchema: "elsewhere" };
  if (project.url.startsWith("mysql:")) {
    const connection = await mysql.createConnection(project.url);
    try {
      if (version === "old") await migrateMysql(openMysql(connection), config);
      else await migrateNewMysql(openNewMysql({ client: connection }), config);
    } finally {
      await connection.end();
    }
    return;
  }
  const client = new pg.Client(project.url);
  await client.connect();
  try {
    if (version === "old") await migratePostgres(openPostgres(client), config);
    else await migrateNewPostgres(openNewPostgres({ client }), config);
  } finally {
    await client.end();
  }
}

describe.each([
  ["PostgreSQL", () => postgres.createDatabase()],
  ["MariaDB", () => mariadb.createDatabase()],
] as const)("beside drizzle-orm itself on %s", (_name, createDatabase) => {
  const newProject = (url: string): EngineProject => {
    const project = new EngineProject(drizzle, url);
    project.config = { ...project.config, migrations_schema: "elsewhere" };
    return project;
  };
  const states = async (project: EngineProject): Promise<string[]> =>
    (await project.plan()).map(({ state }) => state);

  test.each([
    ["0.45", "old", writeJournal],
    ["1.0", "new", writeFolders],
  ] as const)("takes turns with version %s", async (_version, which, write) => {
    const project = newProject(await createDatabase());
    write(project, ...files.slice(0, 1));
    await project.run();
    write(project, ...files.slice(0, 2));
    await drizzleMigrates(project, which);
    expect(await states(project)).toEqual(["applied", "applied"]);
    write(project, ...files);
    expect((await project.run("up", 1)).done).toHaveLength(1);
    await drizzleMigrates(project, which);
    expect((await project.run("down", 2)).done).toHaveLength(2);
    await drizzleMigrates(project, which);
    expect(await states(project)).toEqual(Array(4).fill("applied"));
    expect(await project.rows("select x from a union all select x from d")).toEqual([[0], [3]]);
  });

  test("goes on with version 1.0 where 0.45 has begun", async () => {
    const project = newProject(await createDatabase());
    writeJournal(project, ...files.slice(0, 2));
    await drizzleMigrates(project, "old");
    const converted = newProject(project.url);
    writeFolders(converted, ...files);
    expect(await states(converted)).toEqual(["applied", "applied", "pending", "pending"]);
    expect((await converted.run("down", 1)).done).toHaveLength(1);
    expect((await converted.run("up", 2)).done).toHaveLength(2);
    await drizzleMigrates(converted, "new");
    expect(await states(converted)).toEqual(Array(4).fill("applied"));
  });
});

test("a failure that MariaDB can undo leaves nothing", async () => {
  const project = new EngineProject(drizzle, await mariadb.createDatabase());
  const insert = (table: string): DrizzleFile => [
    "1_b",
    2,
    `insert into a values (1);\n--> statement-breakpoint\ninsert into ${table} values (2);`,
  ];
  const create: DrizzleFile = ["0_a", 1, "create table a (x int);"];
  writeJournal(project, create, insert("nowhere"));
  expect((await migrationFailure(project.run())).message).toMatch(
    /db\/1_b\.sql:3:13: Table '.*nowhere' doesn't exist$/,
  );
  expect(await project.states()).toEqual(["0_a applied", "1_b pending"]);
  expect(await project.rows("select x from a")).toEqual([]);
  writeJournal(project, create, insert("a"));
  expect((await project.run()).done).toEqual(["1_b"]);
  expect(await project.rows("select x from a order by x")).toEqual([[1], [2]]);
});
