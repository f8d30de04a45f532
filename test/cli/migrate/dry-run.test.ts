import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { CliProject, sql, sqlite } from "./support.js";

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.databases({
    main: sqlite("main"),
    users: { connection_env: "MAIN_URL", migrations: { engine: "prisma", path: "prisma" } },
  });
  project.env = { MAIN_URL: "sqlite:main.db" };
});

test("prints the SQL of each migration that would run, and changes nothing", async () => {
  project.write("main/1_a.sql", sql("create table a(x int);\n\tinsert into a values (1);", "drop table a;"));
  project.write("main/2_b.sql", sql("create table b(x int);"));
  project.write("prisma/20260101000000_init/migration.sql", "create table users(\u001b[31m id int);\r\n");
  expect(await project.migrate("up", "--dry-run", "--steps", "1")).toEqual({
    code: 0,
    stdout: [
      "-- Database main (raw): would run, but has not",
      "",
      "-- apply 1_a.sql",
      "create table a(x int);",
      "\tinsert into a values (1);",
      "",
      "-- Database users (prisma): would run, but has not",
      "",
      "-- apply 20260101000000_init",
      "create table users(\ufffd[31m id int);",
      "",
    ].join("\n"),
    stderr: "",
  });
  expect(existsSync(join(project.folder, "main.db"))).toBe(false);
});

test("down shows what would be reverted", async () => {
  project.write("main/1_a.sql", sql("create table a(x int);", "drop table a;"));
  await project.migrate("up", "--database", "main");
  expect((await project.migrate("down", "--dry-run", "--database", "main")).stdout).toContain(
    "-- revert 1_a.sql\ndrop table a;\n",
  );
  expect((await project.migrate("status", "--database", "main")).stdout).toContain("1 applied");
  expect((await project.migrate("up", "--dry-run", "--database", "main")).stdout).toBe(
    "-- Database main (raw): no pending migrations\n",
  );
});

test("refuses what the run would refuse, and still shows the other databases", async () => {
  project.write("main/1_a.sql", sql("create table a(x int);"));
  await project.migrate("up", "--database", "main");
  project.write("prisma/20260101000000_init/migration.sql", "create table users(id int);");
  const { code, stdout, stderr } = await project.migrate("up", "--dry-run");
  expect([code, stdout]).toEqual([1, "-- Database main (raw): no pending migrations\n"]);
  expect(stderr).toMatch(
    /^provc: database users: database sqlite:main\.db has tables \(a, .*\) but no _prisma_migrations: /,
  );
});

test("as JSON", async () => {
  project.write("main/1_a.sql", "create table a(x int);");
  expect(await project.json("up", "--dry-run", "--database", "main")).toEqual({
    version: 1,
    direction: "up",
    dryRun: true,
    databases: [
      {
        database: "main",
        engine: "raw",
        strategy: "pre_deploy",
        preview: [{ id: "1_a.sql", direction: "up", sql: "create table a(x int);" }],
      },
    ],
  });
});
