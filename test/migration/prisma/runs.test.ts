import { beforeEach, describe, expect, test } from "vitest";
import prismaEngine from "../../../src/migration/prisma/index.js";
import { PrismaProject } from "./support.js";

let project: PrismaProject;

beforeEach(() => {
  project = new PrismaProject();
});

const one = "20260101000000_one";
const two = "20260102000000_add_two";
const three = "20260103000000_three";

describe("down", () => {
  test("runs down.sql in a transaction with its record, and the migration is pending again", async () => {
    project.add(one, "create table one(x int);", "drop table one;");
    project.add(two, "create table two(x int);", "drop table two;\nnonsense;");
    await project.run();
    await expect(project.run("down")).rejects.toMatchObject({
      code: "migration_failed",
      message: expect.stringContaining(`prisma/${two}/down.sql:2:1: `),
      place: { file: `prisma/${two}/down.sql`, line: 2, column: 1 },
    });
    expect(await project.states()).toEqual([`${one} applied`, `${two} applied`]);
    project.add(two, "create table two(x int);", "drop table two;");
    expect(await project.run("down", { steps: 1 })).toEqual({ done: [two], interrupted: false });
    expect(await project.states()).toEqual([`${one} applied`, `${two} pending`]);
    expect(await project.rows("select name from sqlite_master where name = 'two'")).toEqual([]);
    // The retry has a row of its own, as in Prisma.
    await project.run();
    expect(
      await project.rows(
        `select rolled_back_at is null as live from _prisma_migrations where migration_name = '${two}' order by started_at`,
      ),
    ).toEqual([{ live: 0 }, { live: 1 }]);
  });

  test.each([
    ["without a down.sql", undefined],
    ["with one of comments only", "-- nothing\n"],
  ])("%s is refused before anything is touched", async (_, down) => {
    project.add(one, "create table one(x int);", down);
    project.add(two, "create table two(x int);", "drop table two;");
    await project.run();
    await expect(project.run("down", { steps: 0 })).rejects.toMatchObject({
      code: "irreversible",
      message: `migration ${one} cannot be reverted: it has no down.sql with a statement beside its migration.sql`,
    });
    expect(await project.states()).toEqual([`${one} applied`, `${two} applied`]);
  });

  test("with a transaction of its own is refused", async () => {
    project.add(one, "create table one(x int);", "drop table one;\ncommit;");
    await project.run();
    await expect(project.run("down")).rejects.toMatchObject({
      code: "invalid_file",
      message: `prisma/${one}/down.sql:2: COMMIT in a down.sql, which runs in a transaction of its own; remove it`,
    });
  });
});

describe("a database that is not empty", () => {
  test("is refused with the way out, which works, also by preview", async () => {
    project.add(one, "create table one(x int);");
    project.add(two, "create table two(x int);");
    await project.execute(
      "create table one(x int); create table b(x int); create table c(x int); create table d(x int)",
    );
    const refusal = {
      code: "not_baselined",
      message:
        "database sqlite:app.db has tables (b, c, d, 1 more) but no _prisma_migrations: Prisma applies nothing to it " +
        "before it knows which migrations it has; mark those, in their order, with: provc migrate resolve MIGRATION --applied",
    };
    await expect(project.run()).rejects.toMatchObject(refusal);
    await expect(prismaEngine.preview?.(project.options())).rejects.toMatchObject(refusal);
    expect(await project.resolve(one, "applied")).toMatchObject({ state: "applied", applied: true });
    expect((await project.run()).done).toEqual([two]);
  });

  test("gets the very table that Prisma's engine creates", async () => {
    project.add(one, "select 1;");
    await project.resolve(one, "applied");
    const fresh = new PrismaProject();
    fresh.add(one, "select 1;");
    await fresh.run();
    const definition = "select sql from sqlite_master where name = '_prisma_migrations'";
    expect(await project.rows(definition)).toEqual(await fresh.rows(definition));
  });
});

describe("states", () => {
  test("a failure is recorded in the database's own words, also when a table is missing", async () => {
    project.add(one, "create table one(x int);\ninsert into nodes values (1);");
    await expect(project.run()).rejects.toMatchObject({
      message: `executing migration ${one}: prisma/${one}/migration.sql:2:13: no such table: nodes`,
    });
    expect(await project.plan()).toMatchObject([{ state: "failed", error: "no such table: nodes" }]);
  });

  test("line ends alone are no edit, everything else is", async () => {
    project.add(one, "create table one(\nx int);\n");
    project.add(two, "create table two(\r\nx int);\r\n");
    project.add(three, "create table three(x int);\n");
    await project.run();
    project.add(one, "create table one(\r\nx int);\r\n");
    project.add(two, "create table two(\nx int);\n");
    project.add(three, "create table three(x int);");
    expect(await project.states()).toEqual([`${one} applied`, `${two} applied`, `${three} edited`]);
  });

  test("rows of other versions of Prisma are understood", async () => {
    for (const name of [one, two, three]) project.add(name, "select 1;");
    await project.run("up", { steps: 1 });
    const native =
      "A migration failed to apply. New migrations cannot be applied before the error is recovered from.\n\n" +
      "Migration name: x\n\nDatabase error code: 1\n\nDatabase error:\nERROR: no such table: x\n\n   0: sql_schema";
    await project.execute(`
      update _prisma_migrations set finished_at = 1767225600000;
      insert into _prisma_migrations (id, checksum, migration_name, logs, started_at) values ('b', 'x', '${two}', '${native}', 1767225600001);
      insert into _prisma_migrations (id, checksum, migration_name, started_at) values ('c', 'x', '${three}', 1767225600002);
      insert into _prisma_migrations (id, checksum, migration_name, started_at, rolled_back_at) values ('d', 'x', 'gone', 1, 2);
      insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at) values ('e', 'x', 'lost', 1, 2);`);
    expect(await project.plan()).toMatchObject([
      { id: "lost", state: "missing", applied: true },
      { id: one, state: "applied", appliedAt: "2026-01-01T00:00:00.000Z" },
      { id: two, state: "failed", description: "add two", error: "no such table: x" },
      { id: three, state: "dirty", applied: false },
    ]);
    // What is gone for good can be taken out of the record.
    expect(await project.resolve("lost", "rolled-back")).toMatchObject({ state: "missing", applied: false });
    expect((await project.states())[0]).toBe(`${one} applied`);
  });

  test("what cannot be resolved is refused", async () => {
    project.add(one, "select 1;");
    await project.run();
    await expect(project.resolve(one, "applied")).rejects.toMatchObject({ code: "nothing_to_resolve" });
    project.add(two, "select 1;");
    await expect(project.resolve(two, "rolled-back")).rejects.toMatchObject({ code: "nothing_to_resolve" });
    await project.execute(
      "insert into _prisma_migrations (id, checksum, migration_name) values ('x', 'x', 'gone')",
    );
    await expect(project.resolve("gone", "applied")).rejects.toMatchObject({
      code: "missing_file",
      message: "migration gone cannot be recorded as applied: its directory is missing from prisma",
    });
    expect(await project.resolve("gone", "rolled-back")).toMatchObject({ applied: false });
    expect(await project.states()).toEqual([`${one} applied`, `${two} pending`]);
  });
});

describe("the folder", () => {
  test("written for another database is refused", async () => {
    project.add(one, "select 1;");
    project.write("migration_lock.toml", '# a comment\nprovider = "postgresql"\n');
    await expect(project.run()).rejects.toMatchObject({
      code: "unsupported_database",
      message:
        "the migrations of prisma are written for postgresql, as migration_lock.toml says, and the database is sqlite; use migrations of its own for it",
    });
    project.write("migration_lock.toml", 'provider = "sqlite"\n');
    expect((await project.run()).done).toEqual([one]);
  });

  test("every directory needs its migration.sql", async () => {
    project.add(one, "select 1;");
    project.write("20260104000000_empty/notes.txt", "x");
    project.write("20260105000000_empty/notes.txt", "x");
    await expect(project.plan()).rejects.toMatchObject({
      code: "invalid_file",
      message: [
        "prisma/20260104000000_empty: there is no migration.sql in it",
        "prisma/20260105000000_empty: there is no migration.sql in it",
      ].join("\n"),
    });
  });

  test("an empty migration, a comment and a body with semicolons are applied", async () => {
    project.add(one, "");
    project.add(two, "-- only; a comment\n");
    project.add(
      three,
      "create table a(x int); create trigger t after insert on a begin insert into a values (1); insert into a values (2); end;",
    );
    expect((await project.run()).done).toEqual([one, two, three]);
  });
});

test("a transaction that a migration leaves open is a failure, and nothing of it is kept", async () => {
  project.add(one, "begin;\ncreate table one(x int);");
  await expect(project.run()).rejects.toMatchObject({
    code: "migration_failed",
    message: expect.stringContaining("the migration begins a transaction and does not end it"),
  });
  expect(await project.states()).toEqual([`${one} failed`]);
  expect(await project.rows("select name from sqlite_master where name = 'one'")).toEqual([]);
  project.add(one, "begin;\ncreate table one(x int);\ncommit;");
  await project.resolve(one, "rolled-back");
  expect((await project.run()).done).toEqual([one]);
});

test("an interruption ends a run between two migrations", async () => {
  for (const name of [one, two, three]) project.add(name, "select 1;");
  const controller = new AbortController();
  const result = await project.run("up", {
    signal: controller.signal,
    onProgress: ({ event, index }) => {
      if (event === "finished" && index === 2) controller.abort();
    },
  });
  expect(result).toEqual({ done: [one, two], interrupted: true });
  expect(await project.states()).toEqual([`${one} applied`, `${two} applied`, `${three} pending`]);
});

test("a new migration is named as Prisma does, comes last, and brings the lock file once", async () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const create = (name: string) => prismaEngine.draft?.({ ...project.options(), name, now });
  project.add(three, "select 1;");
  expect(await create("Add users!")).toEqual([
    "prisma/20260103000001_add_users/migration.sql",
    "prisma/migration_lock.toml",
  ]);
  expect(await create("b")).toEqual(["prisma/20260103000002_b/migration.sql"]);
  const unset = { ...project.options(), migrationPath: "other", env: {}, name: "c", now };
  expect(await prismaEngine.draft?.(unset)).toEqual(["other/20260101000000_c/migration.sql"]);
});
