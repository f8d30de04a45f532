import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { beforeEach, describe, expect, test } from "vitest";
import { connectionTarget } from "../../../src/migration/database/connection-target.js";
import { acquireLock } from "../../../src/migration/lock/database-lock.js";
import rawEngine from "../../../src/migration/raw/index.js";
import { MigrationProject } from "../../support/migration-project.js";

let project: MigrationProject;

beforeEach(() => {
  project = new MigrationProject("sqlite:data/app.db");
});

const rows = (statement: string): unknown[] => {
  const database = new Libsql(join(project.folder, "data", "app.db"));
  try {
    return database.prepare(statement).raw().all();
  } finally {
    database.close();
  }
};

describe("the raw engine on SQLite", () => {
  test("runs triggers, and quotes and comments as SQLite divides them", async () => {
    project.add(
      "1.sql",
      `create table [a;b] (x int, y text); -- ;
       create trigger t after insert on [a;b] when new.x < 3 begin
         insert into [a;b] values (new.x + 1, case when new.x then 'a;' else 'b' end);
         select 1;
       end;
       pragma recursive_triggers = on;
       insert into [a;b] values (2, 'it''s');`,
      "drop table [a;b];",
    );
    await project.run();
    expect(rows('select x, y from "a;b" order by x')).toEqual([
      [2, "it's"],
      [3, "a;"],
    ]);
    expect((await project.run("down")).done).toEqual(["1.sql"]);
  });

  test("rebuilding a table keeps what refers to it: foreign keys are off, as by SQLite's default", async () => {
    project.add(
      "1.sql",
      `create table a (x integer primary key); create table b (x int references a on delete cascade);
       insert into a values (1); insert into b values (1);`,
    );
    project.add("2.sql", "create table c as select * from a; drop table a; alter table c rename to a;");
    await project.run();
    expect(rows("select count(*) from b")).toEqual([[1]]);
  });

  test("what a migration sets for its connection ends with it", async () => {
    project.add("1.sql", "create temp table t (x int); pragma case_sensitive_like = on;");
    project.add(
      "2.sql",
      "create table seen as select 'A' like 'a' as f, (select count(*) from temp.sqlite_master) as t;",
    );
    await project.run();
    expect(rows("select f, t from seen")).toEqual([[1, 0]]);
  });

  test("vacuum and the like run outside of a transaction", async () => {
    project.add("1.sql", "vacuum;\npragma journal_mode = wal;\nvacuum;", "", "transaction:false");
    expect((await project.run()).done).toEqual(["1.sql"]);
    project.add("2.sql", "create table a (x int);\nselect nope;", "", "transaction:false");
    await expect(project.run()).rejects.toThrow("db/2.sql:3:8: no such column: nope");
    expect((await project.plan()).at(1)).toMatchObject({
      state: "failed",
      error: "statement 2 of 2, line 3: no such column: nope",
    });
    await expect(project.run()).rejects.toMatchObject({ code: "dirty" });
  });

  test.each([
    ["select 1;\nselect from x;", 3, 8, 'near "from": syntax error'],
    ["select x from (select 1 as x) from x;", 2, 31, 'near "from": syntax error'],
    ["select (1;", 2, 10, "incomplete input"],
    ["create table a (x int);\ninsert into a (x, y) values (1, 2);", 3, 19, "table a has no column named y"],
    ["drop table gone;", 2, 12, "no such table: gone"],
    [
      "create table a (x int primary key);\ninsert into a values (1), (1);",
      3,
      1,
      "UNIQUE constraint failed: a.x",
    ],
  ])("a failure is located and undone: %j", async (sql, line, column, message) => {
    project.add("1.sql", sql);
    await expect(project.run()).rejects.toMatchObject({
      message: `executing migration 1.sql: db/1.sql:${line}:${column}: ${message}`,
      place: { line, column },
    });
    expect(await project.states()).toEqual(["1.sql pending"]);
    expect(rows("select name from sqlite_master where name in ('a', 'x')")).toEqual([]);
  });

  test("looking at a database that is not there does not create it", async () => {
    project.add("1.sql", "select 1;");
    expect(await project.states()).toEqual(["1.sql pending"]);
    expect(await rawEngine.status(project.options())).toMatchObject({ target: "sqlite:data/app.db" });
    expect(() => rows("select 1")).toThrow();
  });

  test.each([
    ["text", "opening database sqlite:data/app.db: file is not a database"],
    ["folder", "opening database sqlite:data/app.db: the file cannot be opened"],
  ])("what is no database is told: a %s", async (what, message) => {
    project.add("1.sql", "select 1;");
    const file = join(project.folder, "data", "app.db");
    mkdirSync(what === "folder" ? file : join(project.folder, "data"), { recursive: true });
    if (what === "text") writeFileSync(file, "no database ".repeat(100));
    await expect(project.run()).rejects.toMatchObject({ code: "connection_failed", message });
  });
});

test("a run keeps others out, and is named; looking is allowed meanwhile", async () => {
  project.add("1.sql", "create table a (x int);");
  await project.run();
  project.add("2.sql", "create table b (x int);");
  project.config = { ...project.config, lock_timeout: "0s" };
  const target = connectionTarget(project.options());
  const lock = await acquireLock(target, { purpose: "run", timeoutMs: 0 });
  await expect(project.run()).rejects.toMatchObject({
    code: "locked",
    message: expect.stringMatching(
      new RegExp(`^database sqlite:data/app.db is locked: process ${process.pid} on \\S+ uses it since `),
    ),
  });
  const status = await rawEngine.status(project.options());
  expect(status.lockedBy).toContain(`process ${process.pid} on `);
  expect(status.migrations.map(({ state }) => state)).toEqual(["applied", "pending"]);
  await lock.release();
  expect((await project.run()).done).toEqual(["2.sql"]);
});

test("the lock is the file's, whichever link leads to it", async () => {
  project.add("1.sql", "create table a (x int);");
  await project.run();
  symlinkSync("data", join(project.folder, "link"));
  const target = connectionTarget({ ...project.options(), env: { DB_URL: "sqlite:link/app.db" } });
  const lock = await acquireLock(target, { purpose: "run", timeoutMs: 0 });
  project.config = { ...project.config, lock_timeout: "0s" };
  await expect(project.run()).rejects.toMatchObject({ code: "locked" });
  await lock.release();
});
