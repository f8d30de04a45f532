import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import knexEngine from "../../../src/migration/knex/index.js";
import { EngineProject, migrationFailure } from "../../support/engine-project.js";
import { type MariadbServer, startMariadb } from "../../support/mariadb.js";
import { type PostgresServer, startPostgres } from "../../support/postgres.js";

const require = createRequire(import.meta.url);
const packages = dirname(dirname(require.resolve("knex")));

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

/** A project that has knex's command line, and a knexfile for the same database and folder. */
function projectWithCommand(client: string, url: string, more: Record<string, string> = {}): EngineProject {
  const project = new EngineProject(knexEngine, url);
  mkdirSync(join(project.folder, "node_modules"));
  for (const name of ["knex", "pg", "mysql2"]) {
    symlinkSync(join(packages, name), join(project.folder, "node_modules", name));
  }
  const migrations = { directory: "./db", loadExtensions: [".js", ".mjs"], ...more };
  const config = JSON.stringify({ client, connection: url, migrations });
  project.write("../knexfile.js", `module.exports = ${config};`);
  return project;
}

function knexCommand(project: EngineProject, ...args: readonly string[]): string {
  const command = join(packages, "knex", "bin", "cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: project.folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`knex ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

function write(project: EngineProject, ...indexes: readonly number[]): void {
  for (const index of indexes) {
    const [up, down] = [`createTable("t${index}", (t) => t.increments())`, `dropTable("t${index}")`];
    const text =
      index % 2 === 0
        ? `export const up = (knex) => knex.schema.${up};\nexport const down = (knex) => knex.schema.${down};`
        : `exports.up = (knex) => knex.schema.${up};\nexports.down = (knex) => knex.schema.${down};`;
    project.write(`${index}_a.${index % 2 === 0 ? "mjs" : "js"}`, text);
  }
}

describe.each([
  ["pg", () => postgres.createDatabase()],
  ["mysql2", () => mariadb.createDatabase()],
] as const)("with knex's own command line on %s", (client, createDatabase) => {
  test("the two take turns, and read each other's records", async () => {
    const project = projectWithCommand(client, await createDatabase());
    write(project, 1, 2);
    expect(knexCommand(project, "migrate:latest")).toContain("Batch 1 run: 2 migrations");
    expect(await project.states()).toEqual(["1_a.js applied", "2_a.mjs applied"]);
    write(project, 3, 4);
    expect((await project.run()).done).toEqual(["3_a.js", "4_a.mjs"]);
    expect(knexCommand(project, "migrate:status")).toMatch(/Found 4 Completed Migration file/);
    expect(knexCommand(project, "migrate:rollback")).toContain("Batch 2 rolled back: 2 migrations");
    expect(await project.states()).toEqual([
      "1_a.js applied",
      "2_a.mjs applied",
      "3_a.js pending",
      "4_a.mjs pending",
    ]);
    knexCommand(project, "migrate:up");
    expect((await project.run("down", 2)).done).toEqual(["3_a.js", "2_a.mjs"]);
    expect(knexCommand(project, "migrate:latest")).toContain("run: 3 migrations");
    const [applied] = await project.plan();
    expect(Math.abs(Date.parse(applied?.appliedAt ?? "") - Date.now())).toBeLessThan(10 * 60_000);
  });

  test("a lock that a killed knex has left is seen, and freed by resolve", async () => {
    const project = projectWithCommand(client, await createDatabase());
    write(project, 1);
    knexCommand(project, "migrate:latest");
    write(project, 2);
    await project.rows("update knex_migrations_lock set is_locked = 1");
    expect(await project.states()).toEqual(["1_a.js applied", "2_a.mjs dirty"]);
    expect((await migrationFailure(project.run())).code).toBe("dirty");
    await project.resolve("2_a.mjs", "rolled-back");
    expect(knexCommand(project, "migrate:latest")).toContain("run: 1 migrations");
    expect(await project.states()).toEqual(["1_a.js applied", "2_a.mjs applied"]);
  });
});

test("the tables can be in a schema of their own", async () => {
  const names = { schemaName: "migrations", tableName: "done" };
  const project = projectWithCommand("pg", await postgres.createDatabase(), names);
  project.config = { ...project.config, schema_name: "migrations", table_name: "done" };
  write(project, 1);
  expect(await project.states()).toEqual(["1_a.js pending"]);
  await project.run();
  write(project, 2);
  expect(knexCommand(project, "migrate:latest")).toContain("Batch 2 run: 1 migrations");
  expect((await project.run("down")).done).toEqual(["2_a.mjs", "1_a.js"]);
  const tables = await project.rows(
    "select tablename::text from pg_tables where schemaname = 'migrations' order by 1",
  );
  expect(tables.flat()).toEqual(["done", "done_audit", "done_lock"]);
});

test("a failure that MariaDB can undo leaves nothing and no lock", async () => {
  const project = new EngineProject(knexEngine, await mariadb.createDatabase());
  project.write(
    "1_a.js",
    "exports.up = (knex) => knex.schema.createTable('t', (t) => t.integer('a'));\nexports.down = (knex) => knex.schema.dropTable('t');",
  );
  const insert = (table: string): void =>
    project.write(
      "2_b.js",
      `exports.up = async (knex) => {\n  await knex("t").insert({ a: 1 });\n  await knex("${table}").insert({ a: 2 });\n};\nexports.down = (knex) => knex("t").del();`,
    );
  insert("nowhere");
  const error = await migrationFailure(project.run());
  expect(error.place).toEqual({ file: "db/2_b.js", line: 3, column: 3 });
  expect(await project.states()).toEqual(["1_a.js applied", "2_b.js pending"]);
  expect(await project.rows("select a from t")).toEqual([]);
  insert("t");
  expect((await project.run()).done).toEqual(["2_b.js"]);
  expect(await project.rows("select a from t order by a")).toEqual([[1], [2]]);
});
