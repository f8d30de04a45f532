import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import rawEngine from "../../../src/migration/raw/index.js";
import { MigrationProject } from "../../support/migration-project.js";

let project: MigrationProject;

beforeEach(() => {
  project = new MigrationProject("sqlite:app.db");
});

const create = (name: string, now = "2026-03-01T12:34:56.789Z"): Promise<readonly string[]> =>
  rawEngine.draft({ ...project.options(), name, now: new Date(now) });

test("a new migration has dbmate's form and the time as its version", async () => {
  expect(await create("Create users, and größe!")).toEqual(["db/20260301123456_create_users_and_größe.sql"]);
  const text = readFileSync(join(project.folder, "db/20260301123456_create_users_and_größe.sql"), "utf8");
  expect(text).toBe("-- migrate:up\n\n\n-- migrate:down\n\n");
  expect(await project.states()).toEqual(["20260301123456_create_users_and_größe.sql pending"]);
});

test("it comes after all others, even those of a faster clock", async () => {
  expect(await create("a")).toEqual(["db/20260301123456_a.sql"]);
  expect(await create("b")).toEqual(["db/20260301123457_b.sql"]);
  writeFileSync(join(project.folder, "db", "20271231235959_c.sql"), "select 1;");
  expect(await create("d")).toEqual(["db/20280101000000_d.sql"]);
});

test.each(["", "../..", "!?"])("the name %j is refused", async (name) => {
  await expect(create(name)).rejects.toMatchObject({ code: "invalid_file" });
});

test("a name that looks like a path stays in the folder", async () => {
  expect(await create("../../etc/x")).toEqual(["db/20260301123456_etc_x.sql"]);
});

test("the folder is created if need be, and one that cannot be is told", async () => {
  const options = { ...project.options(), name: "a", now: new Date("2026-03-01T00:00:00Z") };
  expect(await rawEngine.draft({ ...options, migrationPath: "./new/folder" })).toEqual([
    "new/folder/20260301000000_a.sql",
  ]);
  writeFileSync(join(project.folder, "file"), "");
  await expect(rawEngine.draft({ ...options, migrationPath: "file" })).rejects.toMatchObject({
    code: "invalid_file",
    message: "writing a migration to file: not a directory",
  });
});

test("a preview gives the SQL of each step, refuses what a run refuses, and changes nothing", async () => {
  project.add("1_a.sql", "create table a (x int);", "drop table a;");
  project.write("2_b.sql", "create table b (x int);\n");
  const preview = async (direction: "up" | "down", steps = 0): Promise<unknown[]> => {
    const previews = await rawEngine.preview({ ...project.options(), direction, steps });
    return previews.map(({ migration, sql }) => [migration.id, sql]);
  };
  expect(await preview("up")).toEqual([
    ["1_a.sql", "create table a (x int);"],
    ["2_b.sql", "create table b (x int);"],
  ]);
  expect(await preview("up", 1)).toHaveLength(1);
  expect(await preview("down")).toEqual([]);
  expect(await project.states()).toEqual(["1_a.sql pending", "2_b.sql pending"]);
  await project.run("up", { steps: 1 });
  expect(await preview("down")).toEqual([["1_a.sql", "drop table a;"]]);
  await project.run();
  await expect(preview("down")).rejects.toMatchObject({ code: "irreversible" });
});
