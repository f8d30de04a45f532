import { beforeEach, expect, test } from "vitest";
import { CliProject } from "./support.js";

const message = 'engine "prisma" does not migrate mysql databases; it supports pglite, postgres and sqlite';
let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.databases({
    orders: { connection_env: "ORDERS_URL", migrations: { engine: "raw", path: "orders" } },
    main: { connection_env: "MAIN_URL", migrations: { engine: "prisma", path: "main" } },
  });
  project.env = { ORDERS_URL: "sqlite:orders.db", MAIN_URL: "mysql://app:s3cret@db.test/shop" };
  project.write("orders/1.sql", "create table a(x int);");
});

test.each([["up"], ["down"], ["up", "--dry-run"], ["plan"], ["status"]])(
  "%j refuses a database that the engine does not migrate",
  async (...args) => {
    const { code, stderr } = await project.migrate(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(`provc: database main: ${message}\n`);
    expect(stderr).not.toContain("s3cret");
  },
);

test("the databases beside it are left alone", async () => {
  expect((await project.migrate("up")).stderr).toContain("provc: not run: orders\n");
  expect((await project.migrate("plan", "--database", "orders")).stdout).toContain("1.sql [pending]");
});

test("validate says so where it stands, when the variable is set", async () => {
  const { code, stdout } = await project.run("validate", "--format", "json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout).diagnostics).toEqual([
    expect.objectContaining({
      code: "invalid-config",
      severity: "error",
      message,
      path: "/databases/main/migrations/engine",
      kind: "migration",
      provider: "prisma",
      line: 1,
    }),
  ]);
  project.env = {};
  expect((await project.run("validate")).code).toBe(0);
  project.env = { MAIN_URL: "oracle://x" };
  expect((await project.run("validate")).code).toBe(0);
});
