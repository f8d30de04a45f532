import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PrismaProject } from "../../migration/prisma/support.js";
import { hasPostgres, type PostgresServer, startPostgres } from "../../support/postgres.js";

describe.runIf(hasPostgres())("on a PostgreSQL server", () => {
  let server: PostgresServer;
  let url: string;
  let project: PrismaProject;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(() => server?.stop());

  beforeEach(async () => {
    url = await server.createDatabase();
    project = new PrismaProject(url);
  });

  const one = "20260101000000_one";
  const two = "20260102000000_two";

  test("the record is right whatever the server's time zone", async () => {
    await project.execute(`alter database ${new URL(url).pathname.slice(1)} set timezone to 'Asia/Tokyo'`);
    project.add(one, "select 1;");
    const before = Date.now();
    await project.run();
    const [row] = await project.rows(
      "select started_at, finished_at, applied_steps_count as steps, length(checksum) as length from _prisma_migrations",
    );
    expect(row).toMatchObject({ steps: 1, length: 64 });
    for (const time of [row?.started_at, row?.finished_at]) {
      expect(Math.abs(Number(time as Date) - before)).toBeLessThan(60_000);
    }
    const [migration] = await project.plan();
    expect(migration?.appliedAt).toBe(new Date(Number(row?.finished_at)).toISOString());
  });

  test("what a migration sets for its session does not outlast it, and cannot hide Prisma's table", async () => {
    project.add(
      one,
      "create table one(x int); select pg_catalog.set_config('search_path', '', false); set role pg_monitor;",
    );
    project.add(two, "create table two(x int);");
    expect((await project.run()).done).toEqual([one, two]);
  });

  test("a script is one transaction, split by nobody but the server", async () => {
    project.add(
      one,
      "create function f() returns int language plpgsql as $$ begin perform 1; return 2; end $$;\ncreate table one(x int);\nselect 1/0;",
    );
    await expect(project.run()).rejects.toMatchObject({
      message: `executing migration ${one}: prisma/${one}/migration.sql:3:1: division by zero`,
      notes: [`Prisma has recorded it as failed. Once repaired: provc migrate resolve ${one} --rolled-back`],
    });
    expect(await project.rows("select to_regclass('one') as one")).toEqual([{ one: null }]);
    await project.resolve(one, "rolled-back");
    project.add(one, "create table one(x int);");
    project.add(two, "create index concurrently i on one(x);");
    expect((await project.run()).done).toEqual([one, two]);
  });

  test("a failure is recorded in the database's own words, also when a table is missing", async () => {
    for (const [sql, error] of [
      ["insert into nodes values (1);", 'relation "nodes" does not exist'],
      [
        "create table n (a int unique); insert into n values (1), (1);",
        'duplicate key value violates unique constraint "n_a_key"',
      ],
    ] as const) {
      project.add(one, sql);
      await expect(project.run()).rejects.toMatchObject({ code: "migration_failed" });
      expect(await project.plan()).toMatchObject([{ state: "failed", error }]);
      await project.resolve(one, "rolled-back");
    }
  });

  test("a transaction of a migration's own is kept when it ends, and refused when it does not", async () => {
    project.add(one, "begin; create table one(x int); commit;");
    project.add(two, "begin; create table two(x int);");
    await expect(project.run()).rejects.toThrow("begins a transaction and does not end it");
    expect(await project.states()).toEqual([`${one} applied`, `${two} failed`]);
    expect(
      await project.rows("select to_regclass('one')::text as one, to_regclass('two')::text as two"),
    ).toEqual([{ one: "one", two: null }]);
  });

  test("the schema that the URL names, Prisma's way, is where the migrations go", async () => {
    const inSchema = new PrismaProject(`${url}?schema=app`);
    await project.execute("create table elsewhere(x int)");
    inSchema.add(one, "create table one(x int); set search_path to public;", "drop table one;");
    inSchema.add(two, "create table two(x int);");
    expect((await inSchema.run()).done).toEqual([one, two]);
    expect(
      await project.rows("select tablename::text as name from pg_tables where schemaname = 'app' order by 1"),
    ).toEqual([{ name: "_prisma_migrations" }, { name: "one" }, { name: "two" }]);
    expect(await inSchema.states()).toEqual([`${one} applied`, `${two} applied`]);
    inSchema.add(two, "create table two(x int);", "drop table two;");
    expect((await inSchema.run("down")).done).toEqual([two, one]);
  });
});
