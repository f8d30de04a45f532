import { createRequire } from "node:module";
import { join } from "node:path";
import knex, { type Knex } from "knex";
import { expect, test } from "vitest";
import knexEngine from "../../../src/migration/knex/index.js";
import { EngineProject } from "../../support/engine-project.js";

const require = createRequire(import.meta.url);

/** knex's client for SQLite, on the driver that is installed here. */
const BetterSqlite = require("knex/lib/dialects/better-sqlite3/index.js") as typeof Knex.Client;
class LibsqlClient extends BetterSqlite {
  _driver(): unknown {
    return require("libsql");
  }
}

/** Lets knex itself work with the project's folder and file. */
async function withKnex<Result>(
  project: EngineProject,
  action: (migrate: Knex.Migrator, database: Knex) => Promise<Result>,
): Promise<Result> {
  const database = knex({
    client: LibsqlClient,
    connection: { filename: join(project.folder, "app.db") },
    useNullAsDefault: true,
    migrations: { directory: join(project.folder, "db"), loadExtensions: [".cjs"] },
  });
  try {
    return await action(database.migrate, database);
  } finally {
    await database.destroy();
  }
}

function write(project: EngineProject, ...indexes: readonly number[]): void {
  for (const index of indexes) {
    project.write(
      `${index}_a.cjs`,
      `exports.up = (knex) => knex.schema.createTable("t${index}", (t) => t.increments());
exports.down = (knex) => knex.schema.dropTable("t${index}");`,
    );
  }
}

const batches = (project: EngineProject): Promise<unknown[][]> =>
  project.rows("select name, batch from knex_migrations order by id");

test("takes turns with knex, which finds and reverts our runs as its own", async () => {
  const project = new EngineProject(knexEngine);
  write(project, 1, 2);
  await withKnex(project, (migrate) => migrate.latest());
  expect(await project.states()).toEqual(["1_a.cjs applied", "2_a.cjs applied"]);
  expect((await project.plan())[0]?.appliedAt).toMatch(/^\d{4}-/);
  write(project, 3, 4, 5);
  expect((await project.run()).done).toEqual(["3_a.cjs", "4_a.cjs", "5_a.cjs"]);
  expect(await batches(project)).toEqual(
    [1, 1, 2, 2, 2].map((batch, index) => [`${index + 1}_a.cjs`, batch]),
  );
  const [completed, pending] = await withKnex(project, (migrate) => migrate.list());
  expect([completed.length, pending.length]).toEqual([5, 0]);
  await withKnex(project, (migrate) => migrate.rollback());
  expect(await project.states()).toEqual(
    [1, 2, 3, 4, 5].map((index) => `${index}_a.cjs ${index < 3 ? "applied" : "pending"}`),
  );
  expect((await project.run("up", 1)).done).toEqual(["3_a.cjs"]);
  expect((await project.run("down", 2)).done).toEqual(["3_a.cjs", "2_a.cjs"]);
  await withKnex(project, (migrate) => migrate.latest());
  expect(await project.states()).toEqual([1, 2, 3, 4, 5].map((index) => `${index}_a.cjs applied`));
});

test("makes the same tables as knex, and records the same", async () => {
  const [ours, theirs] = [new EngineProject(knexEngine), new EngineProject(knexEngine)];
  for (const project of [ours, theirs]) write(project, 1, 2);
  await ours.run();
  await withKnex(theirs, (migrate) => migrate.latest());
  const schema =
    "select sql from sqlite_master where name in ('knex_migrations', 'knex_migrations_lock') order by name";
  expect(await ours.rows(schema)).toEqual(await theirs.rows(schema));
  const types = "select name, batch, typeof(migration_time) from knex_migrations order by id";
  expect(await ours.rows(types)).toEqual(await theirs.rows(types));
  expect(await ours.rows("select is_locked from knex_migrations_lock")).toEqual([[0]]);
});

test("a migration that was edited is told, but not when knex has run it anew since", async () => {
  const project = new EngineProject(knexEngine);
  write(project, 1);
  await project.run();
  project.write(
    "1_a.cjs",
    "// other\nexports.up = () => Promise.resolve();\nexports.down = () => Promise.resolve();",
  );
  expect(await project.states()).toEqual(["1_a.cjs edited"]);
  await project.rows("update knex_migrations_audit set at = '2026-01-01T00:00:00.000Z'");
  expect(await project.states()).toEqual(["1_a.cjs applied"]);
});

test("a recorded migration without its file, which stops knex's own list, is told", async () => {
  const project = new EngineProject(knexEngine);
  write(project, 1);
  await project.run();
  await project.rows("update knex_migrations set name = '0_gone.cjs'");
  expect(await project.states()).toEqual(["0_gone.cjs missing", "1_a.cjs pending"]);
  await project.rows("drop table t1");
  expect((await project.run()).done).toEqual(["1_a.cjs"]);
});
