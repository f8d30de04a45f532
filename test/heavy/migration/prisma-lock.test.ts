import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { PrismaProject } from "../../migration/prisma/support.js";
import { hasPostgres, startPostgres } from "../../support/postgres.js";

describe.runIf(hasPostgres())("on a PostgreSQL server", () => {
  test("another program's run of Prisma's migrations is waited for, and then told", async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const url = await server.createDatabase();
    const project = new PrismaProject(url);
    project.add("20260101000000_one", "select 1;");
    const other = new pg.Client(url);
    await other.connect();
    await other.query("select pg_advisory_lock(72707369)");
    await expect(project.run()).rejects.toMatchObject({
      code: "locked",
      message: expect.stringMatching(/is locked: another program runs Prisma's migrations on it$/),
    });
    await other.end();
    expect((await project.run()).done).toEqual(["20260101000000_one"]);
  });
});
