import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { CliProject, sql, sqlite } from "./support.js";

let project: CliProject;

beforeEach(async () => {
  project = new CliProject();
  project.databases({ orders: sqlite("orders"), accounts: sqlite("accounts") });
  for (const name of ["orders", "accounts"]) {
    project.env[`${name.toUpperCase()}_URL`] = `sqlite:${name}.db`;
    project.write(`${name}/1_${name}.sql`, sql(`create table ${name}(x int);`, `drop table ${name};`));
  }
});

/** The applied migrations of both databases. */
async function applied(): Promise<string[]> {
  const { databases } = (await project.json("status")) as {
    databases: { migrations: { id: string; applied: boolean }[] }[];
  };
  return databases.flatMap(({ migrations }) => migrations.filter((one) => one.applied).map(({ id }) => id));
}

describe("a run of several databases, the last of which refuses it", () => {
  test("reverts nothing at all", async () => {
    project.write("accounts/2_for_good.sql", sql("create table kept(x int);"));
    expect((await project.migrate("up")).code).toBe(0);
    const before = ["1_orders.sql", "1_accounts.sql", "2_for_good.sql"];
    expect(await applied()).toEqual(before);
    expect(await project.migrate("down", "--steps", "0")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "provc: database accounts: migration 2_for_good.sql cannot be reverted: it has no SQL after -- migrate:down\nprovc: not run: orders\n",
    });
    expect(await applied()).toEqual(before);
    expect(await project.json("down", "--steps", "0")).toMatchObject({
      direction: "down",
      databases: [
        { database: "orders", notRun: true },
        { database: "accounts", error: { code: "irreversible" } },
      ],
    });
    expect((await project.migrate("down", "--steps", "0", "--database", "orders")).code).toBe(0);
    expect(await applied()).toEqual(before.slice(1));
  });

  test("applies nothing at all", async () => {
    project.write("accounts/3_late.sql", sql("create table late(x int);"));
    expect((await project.migrate("up", "--database", "accounts")).code).toBe(0);
    project.write("accounts/2_early.sql", sql("create table early(x int);"));
    const { code, stdout, stderr } = await project.migrate("up");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      /^provc: database accounts: migration 2_early\.sql is older than .*\nprovc: not run: orders\n$/,
    );
    expect(await applied()).toEqual(["1_accounts.sql", "3_late.sql"]);
  });

  test("still applies what comes before a failure that nobody could foresee", async () => {
    project.write("accounts/2_wrong.sql", sql("insert into nothing values (1);"));
    const { code, stdout } = await project.migrate("up");
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout:
        "Database orders:\nApplied migration: 1_orders.sql\nDatabase accounts:\nApplied migration: 1_accounts.sql\n",
    });
  });
});

/** An engine whose database looks half migrated for as long as another run is at work on it. */
const busyEngine = `
const calls = [];
const provider = {
  id: "acme:busy",
  plan: async () => [],
  preview: async () => {
    calls.push("preview");
    throw new Error("half done");
  },
  status: async () => ({ target: "x", migrations: [], ...(LOCKED && { lockedBy: "pid 1" }) }),
  run: async ({ database }) => {
    calls.push("run");
    return { done: [database, ...calls], interrupted: false };
  },
};
export const engine = {
  id: "acme:busy", kind: "migration", title: "Busy", description: "", requires: { npm: {}, commands: [] },
  capabilities: {}, load: async () => provider, schema: { type: "object", additionalProperties: true },
};
`;

describe("what looks half done", () => {
  const up = async (isLocked: boolean): Promise<unknown> => {
    const migrations = { engine: "acme:busy", path: "x" };
    project.databases({ orders: sqlite("orders"), main: { connection_env: "X", migrations } });
    project.write("engine.mjs", busyEngine.replace("LOCKED", String(isLocked)));
    return project.json("up", "--import", "./engine.mjs");
  };

  test("is left to the run when another is at work, which it waits for", async () => {
    expect(await up(true)).toMatchObject({
      databases: [{ done: ["1_orders.sql"] }, { done: ["main", "preview", "run"] }],
    });
  });

  test("is refused when nobody is, after a second look", async () => {
    expect(await up(false)).toMatchObject({
      databases: [{ notRun: true }, { error: { code: "engine_failed", message: "half done" } }],
    });
    expect(existsSync(join(project.folder, "orders.db"))).toBe(false);
  });
});
