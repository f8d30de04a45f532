import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { connectionTarget } from "../../../src/migration/database/connection-target.js";
import { openDatabase } from "../../../src/migration/database/open-database.js";
import { acquireLock } from "../../../src/migration/lock/database-lock.js";
import rawEngine from "../../../src/migration/raw/index.js";
import { MigrationProject } from "../../support/migration-project.js";
import { PgliteTemplate } from "../../support/pglite-template.js";

let template: PgliteTemplate;
let project: MigrationProject;

beforeAll(async () => {
  template = await PgliteTemplate.create();
});

beforeEach(() => {
  project = new MigrationProject();
});

/** Runs a statement in the project's database, once nobody else uses it. */
async function rows(statement: string): Promise<unknown[][]> {
  const target = connectionTarget({ database: "main", workDir: project.folder });
  const database = await openDatabase(target);
  try {
    return (await database.query(statement)).map((row) => Object.values(row));
  } finally {
    await database.close();
  }
}

test("a plan neither creates the database nor loads it", async () => {
  project.add("1.sql", "create table a();");
  expect(await project.states()).toEqual(["1.sql pending"]);
  expect(existsSync(join(project.folder, ".provc"))).toBe(false);
});

test("up, plan and down work as on a server", async () => {
  template.copyTo(project.folder);
  project.add("1_a.sql", "create table a(x int); insert into a values (1);", "drop table a;");
  project.add("2_b.sql", "create table b();", "drop table b;");
  expect((await project.run()).done).toEqual(["1_a.sql", "2_b.sql"]);
  expect(await project.states()).toEqual(["1_a.sql applied", "2_b.sql applied"]);
  expect(await rows("select x from a")).toEqual([[1]]);
  expect((await project.run("down", { steps: 1 })).done).toEqual(["2_b.sql"]);
  expect(await rows("select version from schema_migrations")).toEqual([["1"]]);
});

test("the third of five failing leaves two applied, and is shown with its place", async () => {
  template.copyTo(project.folder);
  for (const index of [1, 2, 4, 5]) project.add(`${index}.sql`, `create table t${index}();`);
  project.add("3.sql", "create table t3();\nselect 1 / 0;");
  await expect(project.run()).rejects.toMatchObject({
    message: "executing migration 3.sql: db/3.sql:3:1: division by zero",
    place: { line: 3, column: 1 },
  });
  expect(await rows("select to_regclass('t2') is not null as a, to_regclass('t3') is not null as b")).toEqual(
    [[true, false]],
  );
  expect((await project.states())[2]).toBe("3.sql pending");
});

test("outside a transaction a failure stays recorded, and stops every later run", async () => {
  template.copyTo(project.folder);
  project.add("1.sql", "create table a();\nselect nope;", "", "transaction:false");
  await expect(project.run()).rejects.toThrow('db/1.sql:3:8: column "nope" does not exist');
  expect(await project.states()).toEqual(["1.sql failed"]);
  await expect(project.run()).rejects.toMatchObject({ code: "dirty" });
});

test("what another process has open is not opened, and that process is named", async () => {
  template.copyTo(project.folder);
  project.add("1.sql", "create table a();");
  project.config = { ...project.config, lock_timeout: "0s" };
  const target = connectionTarget({ database: "main", workDir: project.folder });
  const lock = await acquireLock(target, { purpose: "run", timeoutMs: 0 });
  const locked = { code: "locked", message: expect.stringContaining(`process ${process.pid} on `) };
  await expect(project.run()).rejects.toMatchObject(locked);
  await expect(project.plan()).rejects.toMatchObject(locked);
  await lock.release();
  expect((await project.run()).done).toEqual(["1.sql"]);
});

test("a file where the folder should be is told, also to those who only look", async () => {
  project.add("1.sql", "create table a();");
  writeFileSync(join(project.folder, "file"), "");
  const options = { ...project.options(), connectionEnv: "DB_URL", env: { DB_URL: "pglite:file" } };
  const failure = {
    code: "connection_failed",
    message: "opening database pglite:file: it is a file, not a folder",
  };
  await expect(rawEngine.run({ ...options, direction: "up" })).rejects.toMatchObject(failure);
  await expect(rawEngine.plan(options)).rejects.toMatchObject(failure);
});

test("a folder that holds something else is left alone", async () => {
  project.add("1.sql", "create table a();");
  const folder = join(project.folder, ".provc", "databases", "main");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "precious"), "");
  await expect(project.run()).rejects.toThrow(
    "opening database pglite:.provc/databases/main: the folder is not empty and holds no database",
  );
  expect(existsSync(join(folder, "precious"))).toBe(true);
});
