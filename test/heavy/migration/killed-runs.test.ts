import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { connectionTarget } from "../../../src/migration/database/connection-target.js";
import { openDatabase } from "../../../src/migration/database/open-database.js";
import { MigrationProject } from "../../support/migration-project.js";
import { hasPostgres } from "../../support/postgres.js";
import { usePostgres } from "../../support/postgres-project.js";
import { waitUntil } from "../../support/wait-until.js";

describe.runIf(hasPostgres())("a run on PostgreSQL that is killed", () => {
  const db = usePostgres();

  beforeEach(async () => {
    db.project.config = { ...db.project.config, lock_timeout: "30s" };
    await db.client.query("create table ledger(a int)");
  });

  const serverIsBusy = async (): Promise<boolean> =>
    (
      await db.rows(
        "select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep(2)%' and pid <> pg_backend_pid()",
      )
    ).length > 0;

  test("in a transaction leaves nothing; the next run waits for its end and applies each once", async () => {
    db.project.add("1.sql", "insert into ledger values (1);");
    db.project.add(
      "2.sql",
      "insert into ledger values (2); select pg_sleep(2); insert into ledger values (3);",
    );
    db.project.add("3.sql", "insert into ledger values (4);");
    const first = db.project.runElsewhere();
    await waitUntil("the second migration runs", () => serverIsBusy());
    await first.kill();
    expect(await db.project.states()).toEqual(["1.sql applied", "2.sql pending", "3.sql pending"]);
    expect((await db.project.run()).done).toEqual(["2.sql", "3.sql"]);
    expect(await db.rows("select a from ledger order by a")).toEqual([[1], [2], [3], [4]]);
  });

  test("outside a transaction leaves a mark that every later run stops at", async () => {
    const up = "insert into ledger values (1);\nselect pg_sleep(2);\ninsert into ledger values (2);";
    db.project.add("1.sql", up, "select 1;", "transaction:false");
    db.project.add("2.sql", "insert into ledger values (3);");
    const first = db.project.runElsewhere();
    await waitUntil("the migration runs", () => serverIsBusy());
    await first.kill();
    expect(await db.project.states()).toEqual(["1.sql dirty", "2.sql pending"]);
    await expect(db.project.run()).rejects.toMatchObject({ code: "dirty" });
    expect(await db.rows("select a from ledger order by a")).toEqual([[1]]);
  });

  test("by SIGINT ends after the migration that it is at", async () => {
    db.project.add("1.sql", "select pg_sleep(2);");
    db.project.add("2.sql", "insert into ledger values (2);");
    const first = db.project.runElsewhere();
    await waitUntil("the migration runs", () => serverIsBusy());
    first.child.kill("SIGINT");
    expect(await first.report).toEqual({ done: ["1.sql"], interrupted: true });
    expect(await db.project.states()).toEqual(["1.sql applied", "2.sql pending"]);
  });
});

describe("a run on the embedded database", () => {
  let project: MigrationProject;

  beforeEach(() => {
    project = new MigrationProject();
    project.config = { ...project.config, lock_timeout: "60s" };
  });

  const rows = async (statement: string): Promise<unknown[][]> => {
    const target = connectionTarget({ database: "main", workDir: project.folder });
    const database = await openDatabase(target);
    const found = await database.query(statement);
    await database.close();
    return found.map((row) => Object.values(row));
  };
  const slow = "select count(*) from generate_series(1, 400000000);";

  test("creates the database when there is none", async () => {
    project.add("1.sql", "create table a();");
    expect((await project.run()).done).toEqual(["1.sql"]);
    expect(await project.states()).toEqual(["1.sql applied"]);
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

  test("that is killed in a transaction leaves what was applied, and the next one finishes", async () => {
    project.add("1.sql", "create table ledger(a int); insert into ledger values (1);");
    await project.run();
    project.add("2.sql", `insert into ledger values (2); ${slow}`);
    const first = project.runElsewhere();
    await waitUntil("the slow statement runs", () => first.hasStarted("2.sql") && first.isBusy());
    await first.kill();
    expect(await project.states()).toEqual(["1.sql applied", "2.sql pending"]);
    project.add("2.sql", "insert into ledger values (2);");
    expect((await project.run()).done).toEqual(["2.sql"]);
    expect(await rows("select a from ledger order by a")).toEqual([[1], [2]]);
  });

  test("that is killed outside a transaction leaves a mark", async () => {
    project.add("1.sql", `create table ledger(a int);\n${slow}`, "", "transaction:false");
    const first = project.runElsewhere();
    await waitUntil("the slow statement runs", () => first.hasStarted("1.sql") && first.isBusy());
    await first.kill();
    expect(await project.states()).toEqual(["1.sql dirty"]);
    await expect(project.run()).rejects.toMatchObject({ code: "dirty" });
  });

  test("two at once apply each migration once", async () => {
    project.add("1.sql", "create table ledger(a int); insert into ledger values (1);");
    project.add("2.sql", "insert into ledger values (2);");
    const reports = await Promise.all([project.runElsewhere().report, project.runElsewhere().report]);
    expect(
      reports.map((report) => ("done" in report ? report.done.length : report.message)).toSorted(),
    ).toEqual([0, 2]);
    expect(await rows("select a from ledger order by a")).toEqual([[1], [2]]);
  });
});
