import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import rawEngine from "../../../src/migration/raw/index.js";
import { useMariadb } from "../../support/mariadb-project.js";
import { MigrationProject } from "../../support/migration-project.js";
import { PgliteTemplate } from "../../support/pglite-template.js";
import { usePostgres } from "../../support/postgres-project.js";
import { waitUntil } from "../../support/wait-until.js";

// What is killed in a transaction, on every kind of database, is in the matrix of each engine.

describe("a run on PostgreSQL that is killed outside a transaction", () => {
  const db = usePostgres();

  test("leaves a mark with its place that every later run stops at", async () => {
    db.project.config = { ...db.project.config, lock_timeout: "30s" };
    await db.client.query("create table ledger(a int)");
    const up = "insert into ledger values (1);\nselect pg_sleep(2);\ninsert into ledger values (2);";
    db.project.add("1.sql", up, "select 1;", "transaction:false");
    db.project.add("2.sql", "insert into ledger values (3);");
    const first = db.project.runElsewhere();
    const busy = `select 1 from pg_stat_activity
      where state = 'active' and query like '%pg_sleep(2)%' and pid <> pg_backend_pid()`;
    await waitUntil("the migration runs", async () => (await db.rows(busy)).length > 0);
    await first.kill();
    expect(await db.project.plan()).toMatchObject([
      { state: "dirty", applied: false, error: "statement 2 of 3, line 3" },
      { state: "pending" },
    ]);
    await expect(db.project.run()).rejects.toMatchObject({
      code: "dirty",
      message: expect.stringContaining("migration 1.sql was interrupted (statement 2 of 3, line 3) outside"),
    });
    expect(await db.rows("select a from ledger order by a")).toEqual([[1]]);
  });
});

describe("a run on MariaDB that is killed after a schema change", () => {
  const db = useMariadb();

  test("leaves a mark with its place; the next run waits for what the server is still at", async () => {
    db.project.config = { ...db.project.config, lock_timeout: "30s" };
    const slow = "insert into a select 1 from (select sleep(3)) as s;";
    db.project.add("1.sql", `create table a (x int);\n${slow}\ncreate table b (x int);`, "drop table a;");
    db.project.add("2.sql", "create table c (x int);");
    const first = db.project.runElsewhere();
    const busy = "select 1 from information_schema.processlist where info like 'insert into a select%'";
    await waitUntil("the migration runs", async () => (await db.rows(busy)).length > 0);
    await first.kill();
    const { lockedBy, migrations } = await rawEngine.status(db.project.options());
    expect(lockedBy).toMatch(/^a session of root from \S+, server connection \d+, running "insert into a /);
    expect(migrations).toMatchObject([
      { state: "dirty", applied: false, error: "statement 2 of 3, line 3" },
      { state: "pending" },
    ]);
    await expect(db.project.run()).rejects.toMatchObject({ code: "dirty" });
    // Only now has the server finished the statement, and the run has waited for that; nothing came after it.
    expect(await db.rows(busy)).toEqual([]);
    expect(await db.rows("select x from a")).toEqual([[1]]);
    expect(await db.rows("show tables like 'b'")).toEqual([]);
    await db.connection.query("create table b (x int)");
    await rawEngine.resolve({ ...db.project.options(), migration: "1.sql", as: "applied" });
    expect((await db.project.run()).done).toEqual(["2.sql"]);
    expect(await db.project.states()).toEqual(["1.sql applied", "2.sql applied"]);
  });
});

describe("a run on the embedded database", () => {
  let project: MigrationProject;

  beforeEach(() => {
    project = new MigrationProject();
    project.config = { ...project.config, lock_timeout: "60s" };
  });

  test("that is killed while it creates the database leaves nothing in the way", async () => {
    project.add("1.sql", "create table a();");
    const unfinished = join(project.folder, ".provc", "databases", "main.new");
    const first = project.runElsewhere();
    await waitUntil("the database is being created", () => existsSync(unfinished));
    await first.kill();
    expect(await project.states()).toEqual(["1.sql pending"]);
    expect((await project.run()).done).toEqual(["1.sql"]);
  });

  test("that is killed outside a transaction leaves a mark", async () => {
    const template = await PgliteTemplate.create();
    template.copyTo(project.folder);
    const slow = "select count(*) from generate_series(1, 400000000);";
    project.add("1.sql", `create table ledger(a int);\n${slow}`, "", "transaction:false");
    const first = project.runElsewhere();
    await waitUntil("the slow statement runs", () => first.hasStarted("1.sql") && first.isBusy());
    await first.kill();
    expect(await project.states()).toEqual(["1.sql dirty"]);
    await expect(project.run()).rejects.toMatchObject({ code: "dirty" });
  });
});
