import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CliRun, runCli } from "../cli/support/cli.js";
import { runHere } from "../cli/support/in-process.js";
import { temporaryFolder } from "../support/folders.js";
import { hasPostgres, type PostgresServer, startPostgres } from "../support/postgres.js";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** Writes a document with these databases, JSON in YAML, and a migration folder for each. */
function document(databases: Readonly<Record<string, object>>): void {
  writeFileSync(join(folder, "stagecraft.yml"), JSON.stringify({ project: { name: "shop" }, databases }));
  for (const name of Object.keys(databases)) mkdirSync(join(folder, name));
}

function migrations(path: string, more: object = {}): object {
  return { engine: "raw", path, ...more };
}

/** Writes a migration in dbmate's format. */
function migration(database: string, name: string, up: string, down = "select 1;"): void {
  writeFileSync(join(folder, database, name), `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`);
}

describe("on databases that do not exist yet", () => {
  const provc = (...args: string[]): Promise<CliRun> => runHere(args, { cwd: folder });

  test("plan lists what up would do, and creates nothing", async () => {
    document({ main: { migrations: migrations("main") } });
    migration("main", "1_create_users.sql", "create table users();");
    writeFileSync(join(folder, "main", "2.sql"), "select 1;");
    expect(await provc("migrate", "plan")).toEqual({
      code: 0,
      stdout:
        "Migration plan (2 pending):\n  - 1_create_users.sql: create users [pending]\n  - 2.sql: SQL migration: 2.sql [pending]\n",
      stderr: "",
    });
    expect(existsSync(join(folder, ".provc"))).toBe(false);
  });

  test("several databases come in the order of the document, or one alone", async () => {
    document({ b: { migrations: migrations("b") }, a: { migrations: migrations("a") }, c: {} });
    migration("a", "1.sql", "select 1;");
    const heading = "Database a (raw):\nMigration plan (1 pending):\n  - 1.sql: 1.sql [pending]\n";
    expect((await provc("migrate", "plan")).stdout).toBe(
      `Database b (raw):\nMigration plan (0 pending):\n${heading}`,
    );
    expect((await provc("migrate", "plan", "--database", "b")).stdout).toBe("Migration plan (0 pending):\n");
  });

  test.each([
    [["plan", "--database", "x"], 'database "x" not found in config; available: [a b]'],
    [["up", "--database", "b"], 'database "b" has no migrations configured'],
  ])("%j is refused", async (args, message) => {
    document({ b: {}, a: { migrations: migrations("a") } });
    expect(await provc("migrate", ...args)).toEqual({ code: 1, stdout: "", stderr: `provc: ${message}\n` });
  });

  test("a document without migrations is told", async () => {
    document({});
    expect(await provc("migrate", "status")).toEqual({
      code: 1,
      stdout: "",
      stderr: "provc: no database of stagecraft.yml has migrations configured\n",
    });
  });

  test.each([
    [
      { strategy: "soon" },
      "databases.main.migrations.strategy must be one of: pre_deploy, post_deploy, manual",
    ],
    [{ path: undefined }, "databases.main.migrations.path is required"],
    [{ path: "" }, "databases.main.migrations.path"],
    [{ engine: undefined }, "databases.main.migrations.engine is required"],
    [
      { engine: "rwa" },
      'unknown migration engine "rwa" for database main; available engines: [drizzle knex prisma raw]',
    ],
    [{ tablee: "x" }, 'unknown field "tablee" in databases.main.migrations; did you mean "table"?'],
  ])("%j is found by the document's check", async (change, message) => {
    document({ main: { migrations: { ...migrations("main"), ...change } } });
    const { code, stderr } = await provc("migrate", "plan");
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  test("one database that fails does not hide the other", async () => {
    document({ a: { migrations: migrations("gone") }, b: { migrations: migrations("b") } });
    expect(await provc("migrate", "plan")).toEqual({
      code: 1,
      stdout: "Database b (raw):\nMigration plan (0 pending):\n",
      stderr: "provc: database a: migration directory does not exist: gone\n",
    });
    // No empty line in the place of the first table.
    expect((await provc("migrate", "status")).stdout).toMatch(/^Database b: raw on /);
  });

  test("hostile names cannot act on the terminal", async () => {
    document({ main: { migrations: migrations("main") } });
    writeFileSync(join(folder, "main", "1_\u001b[31mred\n.sql"), "select 1;");
    expect((await provc("migrate", "plan")).stdout).not.toContain("\u001b");
  });
});

describe.runIf(hasPostgres())("on a server", () => {
  let server: PostgresServer;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(() => server?.stop());

  beforeEach(async () => {
    env = { MAIN_URL: await server.createDatabase() };
    document({ main: { connection_env: "MAIN_URL", migrations: migrations("main") } });
  });

  const provc = (...args: string[]): Promise<CliRun> => runHere(args, { cwd: folder, env });

  test("up, status and down tell what they do", async () => {
    migration("main", "1_a.sql", "create table a();", "drop table a;");
    migration("main", "2_b.sql", "create table b();", "drop table b;");
    expect(await runCli(["migrate", "up", "--steps", "1"], { cwd: folder, env })).toEqual({
      code: 0,
      stdout: "Applied migration: 1_a.sql\n",
      stderr: "",
    });
    expect((await provc("migrate", "up")).stdout).toBe("Applied migration: 2_b.sql\n");
    expect((await provc("migrate", "up")).stdout).toBe("No pending migrations\n");
    expect((await provc("migrate", "down")).stdout).toBe("Reverted migration: 2_b.sql\n");
    const { stdout } = await provc("migrate", "status");
    expect(stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, "<time>").split("\n")).toEqual([
      expect.stringMatching(/^Database main: raw on 127\.0\.0\.1:\d+\/test_\d+$/),
      "  STATE    MIGRATION  APPLIED (UTC)        DESCRIPTION",
      "  applied  1_a.sql    <time>  a",
      "  pending  2_b.sql                         b",
      "  1 applied, 1 pending",
      "",
    ]);
    expect((await provc("migrate", "down", "--steps", "0")).stdout).toBe("Reverted migration: 1_a.sql\n");
    expect((await provc("migrate", "down")).stdout).toBe("No migrations to revert\n");
  });

  test("JSON has a version and the same facts", async () => {
    migration("main", "1_a.sql", "create table a();");
    const up = await provc("migrate", "up", "--json");
    expect(JSON.parse(up.stdout)).toEqual({
      version: 1,
      direction: "up",
      databases: [
        { database: "main", engine: "raw", strategy: "pre_deploy", done: ["1_a.sql"], interrupted: false },
      ],
    });
    const plan = JSON.parse((await provc("migrate", "plan", "--json")).stdout);
    expect(plan).toMatchObject({
      version: 1,
      databases: [
        { database: "main", pending: 0, migrations: [{ id: "1_a.sql", state: "applied", applied: true }] },
      ],
    });
  });

  test("a failure shows file, line, the line itself and the database's words, and what was done before", async () => {
    migration("main", "1.sql", "create table a(x int primary key);");
    migration("main", "2.sql", "insert into a values (1);\n\tinsert into a values (2), (2);");
    const run = await provc("migrate", "up");
    expect(run).toEqual({
      code: 1,
      stdout: "Applied migration: 1.sql\n",
      stderr: [
        'provc: executing migration 2.sql: main/2.sql:3:2: duplicate key value violates unique constraint "a_pkey"',
        "  3 | \tinsert into a values (2), (2);",
        "      \t^",
        "  DETAIL: Key (x)=(2) already exists.",
        "",
      ].join("\n"),
    });
  });

  test("several problems of files are told at once", async () => {
    writeFileSync(join(folder, "main", "1.sql"), "-- migrate:up\n");
    writeFileSync(join(folder, "main", "2.sql"), "-- migrate:down\n");
    expect((await provc("migrate", "plan")).stderr.split("\n")).toEqual([
      "provc: main/1.sql:1: -- migrate:down is missing (it may be empty)",
      "provc: main/2.sql:1: -- migrate:down must come after -- migrate:up",
      "",
    ]);
  });

  test("a variable that is not set, or a server that refuses, is one line without the password", async () => {
    migration("main", "1.sql", "select 1;");
    env = {};
    expect((await provc("migrate", "up")).stderr).toBe(
      'provc: connection environment variable "MAIN_URL" is not set\n',
    );
    env = { MAIN_URL: "postgres://app:s3cret@127.0.0.1:1/shop" };
    expect((await provc("migrate", "up")).stderr).toBe(
      "provc: connecting to database: MAIN_URL: 127.0.0.1:1/shop: connection refused\n",
    );
  });
});

test("the example's migrations and backend are valid", async () => {
  const example = join(import.meta.dirname, "../../examples/stagecraft");
  const { code, stdout } = await runCli(["migrate", "plan", "--config", join(example, "stagecraft.yml")], {
    cwd: folder,
  });
  expect(code).toBe(0);
  expect(stdout).toContain("20260105090000_create_products.sql");
  expect(readFileSync(join(example, "Dockerfile"), "utf8")).toContain("server.mjs");
});
