import pg from "pg";
import { describe, expect, test } from "vitest";
import rawEngine from "../../../src/migration/raw/index.js";
import { hasPostgres } from "../../support/postgres.js";
import { usePostgres } from "../../support/postgres-project.js";
import { waitUntil } from "../../support/wait-until.js";

describe.runIf(hasPostgres())("the lock of the raw engine on PostgreSQL", () => {
  const db = usePostgres();

  describe("at most one run at a time", () => {
    const hold = async (): Promise<void> => {
      await db.client.query("set application_name = 'provc migrate (process 7 on there)'");
      await db.client.query("select pg_advisory_lock(1886547830, 1)");
    };

    test("a second one gives up after a while, and names the first", async () => {
      await hold();
      db.project.config = { ...db.project.config, lock_timeout: "200ms" };
      db.project.add("1.sql", "select 1;");
      await expect(db.project.run()).rejects.toMatchObject({
        code: "locked",
        message: expect.stringMatching(
          /^database 127\.0\.0\.1:\d+\/\w+ is locked: another run holds the lock: provc migrate \(process 7 on there\) from 127\.0\.0\.1, server process \d+; gave up after 200ms$/,
        ),
      });
    });

    test("an abort ends the wait", async () => {
      await hold();
      db.project.add("1.sql", "select 1;");
      const signal = AbortSignal.abort();
      await expect(db.project.run("up", { signal })).rejects.toMatchObject({ code: "interrupted" });
    });

    test("the status needs no lock and says who has it", async () => {
      await hold();
      const status = await rawEngine.status(db.project.options());
      expect(status.lockedBy).toContain("provc migrate (process 7 on there) from 127.0.0.1");
    });

    test("a run waits for the statement that a killed one has left in the server", async () => {
      const busy = new pg.Client(db.url);
      await busy.connect();
      await busy.query("select pg_advisory_lock(1886547830, 2)");
      db.project.add("1.sql", "create table a();");
      const running = db.project.run();
      await waitUntil("the run waits", async () => {
        const waiting = "select 1 from pg_locks where locktype = 'advisory' and objid = 1";
        return (await db.rows(waiting)).length > 0;
      });
      expect(await db.exists("a")).toBe(false);
      await busy.end();
      expect((await running).done).toEqual(["1.sql"]);
    });

    test("a run that gives up on what a killed one has left names that, and not itself", async () => {
      const busy = new pg.Client({ connectionString: db.url, application_name: "provc migrate (killed)" });
      await busy.connect();
      await busy.query("select pg_advisory_lock(1886547830, 2)");
      db.project.config = { ...db.project.config, lock_timeout: "200ms" };
      db.project.add("1.sql", "create table a();");
      await expect(db.project.run()).rejects.toMatchObject({
        code: "locked",
        message: expect.stringMatching(
          /^database \S+ is locked: the server is still at work for a killed run: provc migrate \(killed\) from 127\.0\.0\.1, server process \d+; gave up after 200ms$/,
        ),
      });
      await busy.end();
    });

    test("two processes at once apply each migration once", async () => {
      await db.client.query("create table ledger(a int)");
      db.project.add("1.sql", "insert into ledger values (1); select pg_sleep(0.5);");
      db.project.add("2.sql", "insert into ledger values (2);");
      const reports = await Promise.all([db.project.runElsewhere().report, db.project.runElsewhere().report]);
      const done = reports.map((report) => ("done" in report ? report.done.length : report.message));
      expect(done.toSorted()).toEqual([0, 2]);
      expect(await db.rows("select a from ledger order by a")).toEqual([[1], [2]]);
    });
  });
});
