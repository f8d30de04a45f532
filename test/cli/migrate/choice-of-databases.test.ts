import { beforeEach, describe, expect, test } from "vitest";
import { CliProject, sql, sqlite } from "./support.js";

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.databases({
    orders: sqlite("orders"),
    archive: sqlite("archive", { strategy: "post_deploy" }),
    ledger: sqlite("ledger", { strategy: "manual" }),
    accounts: sqlite("accounts", { strategy: "pre_deploy" }),
  });
  for (const name of ["orders", "archive", "ledger", "accounts"]) {
    project.env[`${name.toUpperCase()}_URL`] = `sqlite:${name}.db`;
    project.write(`${name}/1_${name}.sql`, sql(`create table ${name}(x int);`, `drop table ${name};`));
  }
});

/** The ids of the migrations that a run has done, by database. */
async function done(...args: string[]): Promise<string[]> {
  const { databases } = (await project.json(...args)) as {
    databases: { database: string; done?: string[] }[];
  };
  return databases.map(({ database, done = ["-"] }) => `${database}: ${done.join(" ")}`);
}

test("up takes what a deployment applies first, in the order of the document, and names the rest", async () => {
  expect(await project.migrate("up")).toEqual({
    code: 0,
    stdout: [
      "Database orders:",
      "Applied migration: 1_orders.sql",
      "Database accounts:",
      "Applied migration: 1_accounts.sql",
      "Left out: archive (post_deploy), ledger (manual); choose with --strategy or --database",
      "",
    ].join("\n"),
    stderr: "",
  });
  expect(await done("up", "--strategy", "all")).toEqual([
    "orders: ",
    "archive: 1_archive.sql",
    "ledger: 1_ledger.sql",
    "accounts: ",
  ]);
});

test("a strategy takes its databases, a name its database whatever the strategy, both together what fits both", async () => {
  expect(await done("up", "--strategy", "post_deploy")).toEqual(["archive: 1_archive.sql"]);
  expect(await done("up", "--database", "ledger", "--database", "orders")).toEqual([
    "orders: 1_orders.sql",
    "ledger: 1_ledger.sql",
  ]);
  expect(await project.migrate("up", "--database", "ledger", "--strategy", "pre_deploy")).toEqual({
    code: 0,
    stdout: "No database has migrations with strategy pre_deploy\n",
    stderr: "",
  });
  expect((await project.migrate("up", "--strategy", "soon")).code).toBe(2);
});

test("down leaves out the same", async () => {
  await done("up", "--strategy", "all");
  expect(await done("down")).toEqual(["orders: 1_orders.sql", "accounts: 1_accounts.sql"]);
});

test("plan and status show all, with the strategies that are not the usual one", async () => {
  const plan = await project.migrate("plan");
  expect(plan.stdout.split("\n").filter((line) => line.startsWith("Database"))).toEqual([
    "Database orders (raw):",
    "Database archive (raw, post_deploy):",
    "Database ledger (raw, manual):",
    "Database accounts (raw):",
  ]);
  const status = await project.migrate("status", "--strategy", "manual");
  expect(status.stdout.split("\n")[0]).toBe("Database ledger: raw on sqlite:ledger.db, manual");
  expect(await project.json("up")).toMatchObject({
    leftOut: [
      { database: "archive", strategy: "post_deploy" },
      { database: "ledger", strategy: "manual" },
    ],
  });
});

describe("when a database fails", () => {
  test("those before it stay done, those after it are not run, and are named", async () => {
    project.write("archive/1_archive.sql", "nonsense;");
    const { code, stdout, stderr } = await project.migrate("up", "--strategy", "all");
    expect([code, stdout]).toEqual([
      1,
      "Database orders:\nApplied migration: 1_orders.sql\nDatabase archive:\n",
    ]);
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(
        /^provc: database archive: executing migration 1_archive\.sql: archive\/1_archive\.sql:1:1: /,
      ),
      "  1 | nonsense;",
      "      ^",
      "provc: not run: ledger, accounts",
      "",
    ]);
    expect(await done("up", "--strategy", "all")).toEqual([
      "orders: ",
      "archive: ",
      "ledger: -",
      "accounts: -",
    ]);
  });

  test("a connection that is not configured is found before anything is touched", async () => {
    project.env.ACCOUNTS_URL = " ";
    expect(await project.migrate("up")).toEqual({
      code: 1,
      stdout: "Left out: archive (post_deploy), ledger (manual); choose with --strategy or --database\n",
      stderr: [
        'provc: database accounts: connection environment variable "ACCOUNTS_URL" is not set',
        "provc: not run: orders",
        "",
      ].join("\n"),
    });
    expect((await project.migrate("plan", "--database", "orders")).stdout).toContain("[pending]");
  });
});
