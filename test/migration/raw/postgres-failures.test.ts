import { describe, expect, test } from "vitest";
import { MigrationError } from "../../../src/migration/migration-error.js";
import rawEngine from "../../../src/migration/raw/index.js";
import { hasPostgres } from "../../support/postgres.js";
import { usePostgres } from "../../support/postgres-project.js";

describe.runIf(hasPostgres())("failures of the raw engine on PostgreSQL", () => {
  const db = usePostgres();

  describe("a failing migration", () => {
    test("the third of five leaves the first two applied and itself undone, and is shown with its place", async () => {
      for (const index of [1, 2, 4, 5]) db.project.add(`${index}.sql`, `create table t${index}();`);
      db.project.add("3.sql", "create table t3();\n\n  creat table x();");
      const error = await db.project.run().catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: "migration_failed",
        message: 'executing migration 3.sql: db/3.sql:4:3: syntax error at or near "creat"',
        place: { file: "db/3.sql", line: 4, column: 3 },
      });
      expect(MigrationError.isInstance(error)).toBe(true);
      expect(await db.project.states()).toEqual([
        "1.sql applied",
        "2.sql applied",
        "3.sql pending",
        "4.sql pending",
        "5.sql pending",
      ]);
      expect(await db.exists("t3")).toBe(false);
      db.project.add("3.sql", "create table t3();");
      expect((await db.project.run()).done).toEqual(["3.sql", "4.sql", "5.sql"]);
    });

    test.each([
      ["insert into a values (1);\n/* é😀 */ insert into a values (1);", 4, 11, /duplicate key value/],
      ["select '😀😀', nope from a;", 3, 16, /column "nope" does not exist/],
      ["select 1;\nselect 1 / 0;\nselect 2;", 4, 1, /division by zero/],
      ["do $$ begin\n raise exception 'mine'; end $$;", 3, 1, /: mine$/],
    ])("%j is located", async (sql, line, column, message) => {
      db.project.write(
        "1.sql",
        `-- migrate:up\ncreate table a(x int primary key);\n${sql}\n-- migrate:down\n`,
      );
      const failing = db.project.run();
      await expect(failing).rejects.toMatchObject({
        place: { line, column },
        message: expect.stringMatching(message),
      });
      expect(await db.project.states()).toEqual(["1.sql pending"]);
    });

    test("carries the database's detail", async () => {
      db.project.write("1.sql", "create table a(x int primary key); insert into a values (7), (7);");
      await expect(db.project.run()).rejects.toMatchObject({
        notes: ["DETAIL: Key (x)=(7) already exists."],
      });
    });

    test("that fails only at its commit is undone, too", async () => {
      db.project.write(
        "1.sql",
        `create table a(x int primary key);
         create table b(x int references a deferrable initially deferred); insert into b values (1);`,
      );
      await expect(db.project.run()).rejects.toThrow(/^committing migration 1.sql: .*violates foreign key/);
      expect(await db.exists("a")).toBe(false);
    });

    test("with a commit of its own is refused before anything runs", async () => {
      db.project.add("1.sql", "create table a();");
      db.project.add("2.sql", "begin;\ncreate table b();\ncommit;");
      await expect(db.project.run()).rejects.toMatchObject({ code: "invalid_file" });
      expect(await db.exists("a")).toBe(false);
    });
  });

  describe("outside a transaction", () => {
    const option = "transaction:false";

    test("several statements run one by one, so that each may be one that no transaction allows", async () => {
      db.project.add("1.sql", "create table a(x int);");
      const create = "create index concurrently i on a(x); create index concurrently j on a(x);";
      db.project.add("2.sql", create, "drop index concurrently i; drop index concurrently j;", option);
      expect((await db.project.run()).done).toEqual(["1.sql", "2.sql"]);
      expect([await db.exists("i"), await db.exists("j")]).toEqual([true, true]);
      expect((await db.project.run("down", { steps: 1 })).done).toEqual(["2.sql"]);
      expect(await db.exists("j")).toBe(false);
    });

    test("a failure is recorded, shown with its place, and stops every later run", async () => {
      db.project.add(
        "1.sql",
        "create table a(x int);\ninsert into a values (1);\nselect nope;",
        "select 1;",
        option,
      );
      db.project.add("2.sql", "create table b();");
      await expect(db.project.run()).rejects.toThrow('db/1.sql:4:8: column "nope" does not exist');
      const [first] = await db.project.plan();
      expect(first).toMatchObject({
        state: "failed",
        applied: false,
        error: 'statement 3 of 3, line 4: column "nope" does not exist',
      });
      expect(await db.exists("a")).toBe(true);
      await expect(db.project.run()).rejects.toMatchObject({ code: "dirty" });
      await expect(db.project.run("down")).rejects.toMatchObject({ code: "dirty" });
    });

    test("a failure inside a transaction of the migration's own is recorded, too", async () => {
      db.project.add("1.sql", "begin;\ncreate table a();\nselect nope;\ncommit;", "", option);
      await expect(db.project.run()).rejects.toThrow("db/1.sql:4:8:");
      expect(await db.project.states()).toEqual(["1.sql failed"]);
      expect(await db.exists("a")).toBe(false);
    });
  });

  describe("a connection that fails is told in one line", () => {
    const failure = async (connection: string | undefined): Promise<string> => {
      db.project.add("1.sql", "select 1;");
      const env = { DB_URL: connection };
      const error = await rawEngine.plan({ ...db.project.options(), env }).catch((reason: unknown) => reason);
      expect(MigrationError.isInstance(error) && error.code).toBe("connection_failed");
      const { message } = error as Error;
      expect(message).not.toMatch(/\n|s3cret/);
      return message;
    };

    test("a variable that is not set", async () => {
      expect(await failure(undefined)).toBe('connection environment variable "DB_URL" is not set');
    });

    test("a server that is not there", async () => {
      const target = "postgres://app:s3cret@127.0.0.1:1/shop";
      expect(await failure(target)).toBe(
        "connecting to database: DB_URL: 127.0.0.1:1/shop: connection refused",
      );
      const named = target.replace("127.0.0.1", "localhost");
      expect(await failure(named)).toBe(
        "connecting to database: DB_URL: localhost:1/shop: connection refused",
      );
    });

    test("a host that is not there", async () => {
      const target = "postgres://app:s3cret@no-such-host.invalid/shop";
      expect(await failure(target)).toBe(
        "connecting to database: DB_URL: no-such-host.invalid:5432/shop: host not found",
      );
    });

    test("a wrong password", async () => {
      await db.client.query("drop role if exists guarded");
      await db.client.query("create role guarded login password 'right'");
      expect(await failure(db.server.url("postgres", "guarded", "s3cret!"))).toBe(
        `connecting to database: DB_URL: 127.0.0.1:${db.server.port}/postgres: password authentication failed for user "guarded"`,
      );
    });

    test("a database that is not there", async () => {
      expect(await failure(db.server.url("nope"))).toContain('/nope: database "nope" does not exist');
    });
  });

  test("a table that may not be created is told with the database's reason", async () => {
    await db.client.query(
      "do $$ begin create role plain login; exception when duplicate_object then null; end $$",
    );
    db.project.add("1.sql", "select 1;");
    const env = { DB_URL: db.url.replace("postgres@", "plain@") };
    await expect(db.project.run("up", { env })).rejects.toThrow(
      /^ensuring migrations table: 127\.0\.0\.1:\d+\/test_\d+: permission denied for schema public$/,
    );
  });
});
