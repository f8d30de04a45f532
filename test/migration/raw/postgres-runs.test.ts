import { beforeEach, describe, expect, test } from "vitest";
import type { MigrationProgress } from "../../../src/migration/engine.js";
import rawEngine from "../../../src/migration/raw/index.js";
import { hasPostgres } from "../../support/postgres.js";
import { usePostgres } from "../../support/postgres-project.js";

describe.runIf(hasPostgres())("the raw engine on PostgreSQL", () => {
  const db = usePostgres();

  describe("plan", () => {
    test("lists everything in order and creates nothing", async () => {
      db.project.add("20260101_create_users.sql", "create table users();", "drop table users;");
      db.project.write("20260102_plain.sql", "select 1;");
      expect(await db.project.plan()).toMatchObject([
        { id: "20260101_create_users.sql", description: "create users", applied: false, reversible: true },
        { id: "20260102_plain.sql", description: "SQL migration: 20260102_plain.sql", reversible: false },
      ]);
      expect(await db.rows("select 1 from pg_class where relname like 'schema_migrations%'")).toEqual([]);
    });

    test("of an empty folder is empty", async () => {
      expect(await db.project.plan()).toEqual([]);
    });
  });

  describe("up", () => {
    test("applies what is pending, once, and records it in dbmate's table", async () => {
      db.project.add("1_a.sql", "create table a(); create table a2();", "drop table a, a2;");
      db.project.write("2_b.sql", "create table b();");
      expect(await db.project.run()).toEqual({ done: ["1_a.sql", "2_b.sql"], interrupted: false });
      expect(await db.project.run()).toEqual({ done: [], interrupted: false });
      expect(await db.rows("select version from schema_migrations order by 1")).toEqual([["1"], ["2_b.sql"]]);
      const [first] = await db.project.plan();
      expect(first).toMatchObject({ state: "applied", applied: true });
      expect(first?.appliedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    });

    test("stops after the steps asked for, and tells its progress", async () => {
      for (const name of ["1.sql", "2.sql", "3.sql"]) db.project.add(name, "select 1;");
      const seen: string[] = [];
      const onProgress = (progress: MigrationProgress): void => {
        seen.push(`${progress.event} ${progress.migration.id} ${progress.index}/${progress.total}`);
      };
      await db.project.run("up", { steps: 2, onProgress });
      expect(seen).toEqual([
        "started 1.sql 1/2",
        "finished 1.sql 1/2",
        "started 2.sql 2/2",
        "finished 2.sql 2/2",
      ]);
      expect(await db.project.states()).toEqual(["1.sql applied", "2.sql applied", "3.sql pending"]);
    });

    test("continues where dbmate has stopped, in dbmate's own table", async () => {
      await db.client.query("create table schema_migrations (version varchar(128) primary key)");
      await db.client.query("insert into schema_migrations values ('1')");
      db.project.add("1_a.sql", "select 1 / 0;");
      db.project.add("2_b.sql", "create table b();");
      expect((await db.project.run()).done).toEqual(["2_b.sql"]);
      expect(await db.project.states()).toEqual(["1_a.sql applied", "2_b.sql applied"]);
    });

    test("on an empty folder says so", async () => {
      await expect(db.project.run()).rejects.toThrow(/^no SQL migration files found in db$/);
    });

    test("stops between migrations when it is aborted", async () => {
      const controller = new AbortController();
      db.project.add("1.sql", "create table a();");
      db.project.add("2.sql", "create table b();");
      const result = await db.project.run("up", {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      expect(result).toEqual({ done: ["1.sql"], interrupted: true });
      expect([await db.exists("a"), await db.exists("b")]).toEqual([true, false]);
    });

    test("keeps its records apart from what a migration does to the session", async () => {
      db.project.add("1.sql", "create schema s; set search_path to s; set role pg_monitor;");
      db.project.add("2.sql", "create table where_am_i();");
      expect((await db.project.run()).done).toHaveLength(2);
      expect([await db.exists("public.where_am_i"), await db.exists("s.schema_migrations")]).toEqual([
        true,
        false,
      ]);
    });

    test("can keep its table elsewhere", async () => {
      db.project.config = { engine: "raw", path: "db", table: "Ops.Done" };
      db.project.add("1.sql", "select 1;");
      await db.project.run();
      expect(await db.rows(`select version from "Ops"."Done"`)).toEqual([["1"]]);
      expect(await db.rows(`select file, state from "Ops"."Done_audit"`)).toEqual([["1.sql", "applied"]]);
      expect(await db.project.states()).toEqual(["1.sql applied"]);
    });
  });

  describe("down", () => {
    test("reverts the newest first and forgets it", async () => {
      db.project.add("1.sql", "create table a();", "drop table a;");
      db.project.add("2.sql", "create table b();", "drop table b;");
      await db.project.run();
      expect((await db.project.run("down", { steps: 1 })).done).toEqual(["2.sql"]);
      expect([await db.exists("a"), await db.exists("b")]).toEqual([true, false]);
      expect((await db.project.run("down")).done).toEqual(["1.sql"]);
      expect(await db.rows("select * from schema_migrations_audit")).toEqual([]);
      expect((await db.project.run()).done).toEqual(["1.sql", "2.sql"]);
    });

    test("is refused before anything is touched when one migration has no way back", async () => {
      db.project.add("1.sql", "create table a();", "");
      db.project.add("2.sql", "create table b();", "drop table b;");
      await db.project.run();
      await expect(db.project.run("down")).rejects.toMatchObject({ code: "irreversible" });
      expect(await db.project.states()).toEqual(["1.sql applied", "2.sql applied"]);
    });
  });

  describe("what changes behind the engine's back is seen", () => {
    beforeEach(async () => {
      db.project.add("1.sql", "create table a();", "drop table a;");
      db.project.add("3.sql", "create table c();", "drop table c;");
      await db.project.run();
    });

    test("an edited file", async () => {
      db.project.add("1.sql", "create table a(); -- changed");
      expect(await db.project.states()).toEqual(["1.sql edited", "3.sql applied"]);
      const [before] = await db.project.plan();
      // Accepting it as it is now does not change when it was applied.
      expect(
        await rawEngine.resolve({ ...db.project.options(), migration: "1.sql", as: "applied" }),
      ).toMatchObject({ state: "applied", appliedAt: before?.appliedAt });
    });

    test("a missing file", async () => {
      db.project.remove("3.sql");
      expect(await db.project.states()).toEqual(["3.sql missing", "1.sql applied"]);
      await expect(db.project.run("down")).rejects.toMatchObject({ code: "missing_file" });
    });

    test("a late file, which is refused, or applied where that is allowed", async () => {
      db.project.add("2.sql", "create table b();");
      expect(await db.project.states()).toEqual(["1.sql applied", "2.sql out-of-order", "3.sql applied"]);
      await expect(db.project.run()).rejects.toMatchObject({ code: "out_of_order" });
      expect(await db.exists("b")).toBe(false);
      db.project.config = { ...db.project.config, strict: false };
      expect((await db.project.run()).done).toEqual(["2.sql"]);
    });
  });
});
