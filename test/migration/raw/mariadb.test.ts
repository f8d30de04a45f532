import { createConnection } from "mysql2/promise";
import { describe, expect, test } from "vitest";
import { MigrationError } from "../../../src/migration/migration-error.js";
import rawEngine from "../../../src/migration/raw/index.js";
import { useMariadb } from "../../support/mariadb-project.js";
import { waitUntil } from "../../support/wait-until.js";

describe("the raw engine on MariaDB", () => {
  const db = useMariadb();
  const exists = async (table: string): Promise<boolean> =>
    (await db.rows(`show tables like '${table}'`)).length > 0;
  const audit = async (): Promise<unknown[][]> =>
    await db.rows("select version, direction, state from schema_migrations_audit order by version");

  describe("runs", () => {
    test("routines, comments and quotes as the server divides them", async () => {
      db.project.add(
        "1.sql",
        "# create nothing; here\ncreate table `a;b` (x int, y varchar(9)); -- ;\n" +
          "create procedure fill(in n int) begin declare i int default 0; while i < n do\n" +
          "  if i = 1 then insert into `a;b` values (i, 'o\\'ne;'); else insert into `a;b` values (i, if(i, 'x', 'y')); end if;\n" +
          "  set i = i + 1; end while; end;\n/*!50000 call fill(3) */;",
        "drop procedure fill; drop table `a;b`;",
      );
      expect((await db.project.run()).done).toEqual(["1.sql"]);
      expect(await db.rows("select * from `a;b`")).toEqual([
        [0, "y"],
        [1, "o'ne;"],
        [2, "x"],
      ]);
      expect((await db.project.run("down")).done).toEqual(["1.sql"]);
      expect(await exists("a;b")).toBe(false);
    });

    test("what a migration sets for its session ends with it", async () => {
      await db.connection.query("create database if not exists elsewhere");
      db.project.add("1.sql", "set foreign_key_checks = 0; set sql_mode = 'ANSI_QUOTES'; use elsewhere;");
      db.project.add(
        "2.sql",
        'create table seen as select @@foreign_key_checks as f, database() as d, "text" as t, @@character_set_client as c;',
      );
      await db.project.run();
      const name = db.url.split("/").at(-1);
      expect(await db.rows("select f, d, t, c from seen")).toEqual([[1, name, "text", "utf8mb4"]]);
    });

    test("text outside of the basic plane survives", async () => {
      db.project.add(
        "1.sql",
        "create table a (t varchar(9)) charset utf8mb4; insert into a values ('é😀?');",
      );
      await db.project.run();
      expect(await db.rows("select t from a")).toEqual([["é😀?"]]);
    });

    test("a migration that locks tables", async () => {
      db.project.add("1.sql", "create table a (x int);");
      db.project.add("2.sql", "lock tables a write;\ninsert into a values (1);\nunlock tables;");
      expect((await db.project.run()).done).toEqual(["1.sql", "2.sql"]);
    });
  });

  describe("a failure", () => {
    test("of rows only is undone as a whole", async () => {
      db.project.add(
        "1.sql",
        "create table a (x int primary key); insert into a values (1);",
        "drop table a;",
      );
      db.project.add("2.sql", "insert into a values (2);\n  insert into a values (1);");
      await expect(db.project.run()).rejects.toMatchObject({
        code: "migration_failed",
        message: "executing migration 2.sql: db/2.sql:3:3: Duplicate entry '1' for key 'PRIMARY'",
        place: { file: "db/2.sql", line: 3, column: 3 },
      });
      expect(await db.rows("select x from a")).toEqual([[1]]);
      expect(await db.project.states()).toEqual(["1.sql applied", "2.sql pending"]);
      expect(await audit()).toEqual([["1", "up", "applied"]]);
    });

    test("to revert rows only leaves the record as it was", async () => {
      db.project.add("1.sql", "create table a (x int);", "delete from a; delete from gone;");
      await db.project.run();
      const [before] = await db.project.plan();
      await expect(db.project.run("down")).rejects.toThrow(
        /db\/1\.sql:4:28: Table '\w+\.gone' doesn't exist$/,
      );
      expect(await db.project.plan()).toEqual([before]);
    });

    test("after a schema change, or in a table without transactions, stays recorded with its place", async () => {
      db.project.add("1.sql", "create table a (x int) engine = MyISAM;");
      db.project.add("2.sql", "insert into a values (1);\n\n\n  insert into b values (1);");
      await expect(db.project.run()).rejects.toMatchObject({ place: { line: 5, column: 15 } });
      expect(await db.project.plan()).toMatchObject([
        { state: "applied" },
        {
          state: "failed",
          error: expect.stringMatching(/^statement 2 of 2, line 5: Table '.*\.b' doesn't exist$/),
        },
      ]);
      await expect(db.project.run()).rejects.toMatchObject({ code: "dirty" });
      expect(
        await rawEngine.resolve({ ...db.project.options(), migration: "2.sql", as: "rolled-back" }),
      ).toMatchObject({ state: "pending", applied: false });
      db.project.add("2.sql", "create table b (x int);\nselect nope from b;");
      await expect(db.project.run()).rejects.toMatchObject({ place: { line: 3, column: 8 } });
      expect(await exists("b")).toBe(true);
      expect(await db.project.states()).toEqual(["1.sql applied", "2.sql failed"]);
      expect(
        await rawEngine.resolve({ ...db.project.options(), migration: "2", as: "applied" }),
      ).toMatchObject({ state: "applied", applied: true });
      expect((await db.project.run()).done).toEqual([]);
    });

    test.each([
      ["select 1;\nselect from where;", 3, 8],
      ["create table x (\n  a int,\n  b itn\n);", 4, 5],
      ["select 'open", 2, 8],
      ["alter table nothing add x int;", 2, 13],
    ])("is located: %j", async (sql, line, column) => {
      db.project.add("1.sql", sql);
      await expect(db.project.run()).rejects.toMatchObject({ place: { line, column } });
    });

    test("to understand a command of the mysql client is told before anything runs", async () => {
      db.project.add("1.sql", "create table a (x int);");
      db.project.add("2.sql", "DELIMITER $$\ncreate procedure p() begin end $$\nDELIMITER ;");
      await expect(db.project.run()).rejects.toThrow(
        /^db\/2\.sql:2: DELIMITER is a command of the mysql client/,
      );
      expect(await exists("a")).toBe(false);
    });

    test("because of a name that a table of dbmate cannot have is told", async () => {
      db.project.config = { ...db.project.config, table: "other.applied" };
      db.project.add("1.sql", "select 1;");
      await expect(db.project.run()).rejects.toMatchObject({ code: "unsupported_database" });
    });
  });

  describe("at most one run at a time", () => {
    const lockName = (purpose: string): string => `provc.${purpose}.${db.url.split("/").at(-1)}`;

    test("a second one gives up after a while, and names the first", async () => {
      await db.connection.query("select get_lock(?, 0)", [lockName("run")]);
      db.project.config = { ...db.project.config, lock_timeout: "200ms" };
      db.project.add("1.sql", "select 1;");
      await expect(db.project.run()).rejects.toMatchObject({
        code: "locked",
        message: expect.stringMatching(
          /^database 127\.0\.0\.1:\d+\/\w+ is locked: another run holds the lock: a session of root from (localhost|127\.0\.0\.1), server connection \d+; gave up after 200ms$/,
        ),
      });
      const { lockedBy } = await rawEngine.status(db.project.options());
      expect(lockedBy).toMatch(/^a session of root from .*, server connection \d+$/);
    });

    test("a run waits for the statement that a killed one has left in the server", async () => {
      const busy = await createConnection(db.url);
      await busy.query("select get_lock(?, 0)", [lockName("work")]);
      db.project.add("1.sql", "create table a (x int);");
      const running = db.project.run();
      await waitUntil("the run waits", async () => {
        const [[holder] = []] = await db.rows(`select is_used_lock('${lockName("run")}')`);
        return holder !== null;
      });
      expect(await exists("a")).toBe(false);
      await busy.end();
      expect((await running).done).toEqual(["1.sql"]);
    });

    test("a run that gives up on what a killed one has left names that, and not itself", async () => {
      const busy = await createConnection(db.url);
      await busy.query("select get_lock(?, 0)", [lockName("work")]);
      db.project.config = { ...db.project.config, lock_timeout: "200ms" };
      db.project.add("1.sql", "create table a (x int);");
      await expect(db.project.run()).rejects.toMatchObject({
        code: "locked",
        message: expect.stringMatching(
          new RegExp(
            `^database \\S+ is locked: the server is still at work for a killed run: .*, server connection ${busy.threadId}; gave up after 200ms$`,
          ),
        ),
      });
      await busy.end();
    });
  });

  test("a run whose lock is lost stops before the next migration", async () => {
    db.project.add("2.sql", "create table b (x int);");
    const name = `provc.run.${db.url.split("/").at(-1)}`;
    db.project.add("1.sql", `create table a (x int);\nkill connection is_used_lock('${name}');`);
    await expect(db.project.run()).rejects.toMatchObject({
      code: "connection_failed",
      message: expect.stringMatching(/^the connection that holds the lock of database \S+ broke$/),
    });
    expect(await db.project.states()).toEqual(["1.sql applied", "2.sql pending"]);
  });

  test("names and messages with any characters are recorded in a database of a small character set", async () => {
    await db.connection.query(`alter database ${db.url.split("/").at(-1)} character set latin1`);
    db.project.add("1_größe_日本.sql", "create table a (x int);\nselect `日本`;");
    await expect(db.project.run()).rejects.toMatchObject({ code: "migration_failed" });
    expect(await db.project.plan()).toMatchObject([
      { id: "1_größe_日本.sql", state: "failed", error: expect.stringContaining("Unknown column '日本'") },
    ]);
  });

  describe("a connection that fails is told in one line", () => {
    const failure = async (url: string): Promise<string> => {
      db.project.add("1.sql", "select 1;");
      const error = await rawEngine
        .plan({ ...db.project.options(), env: { DB_URL: url } })
        .catch((reason: unknown) => reason);
      expect(MigrationError.isInstance(error) && error.code).toBe("connection_failed");
      const { message } = error as Error;
      expect(message).not.toMatch(/\n|s3cret/);
      return message;
    };

    test.each([
      ["mysql://app:s3cret@127.0.0.1:1/shop", "DB_URL: 127.0.0.1:1/shop: connection refused"],
      [
        "mariadb://app:s3cret@no-such-host.invalid/shop",
        "DB_URL: no-such-host.invalid:3306/shop: host not found",
      ],
      ["mysql://app:s3cret@/shop?socket=/nowhere/sock", "DB_URL: /nowhere/sock/shop: no such socket"],
    ])("%s", async (url, message) => {
      expect(await failure(url)).toBe(`connecting to database: ${message}`);
    });

    test("a wrong password, and a database that is not there", async () => {
      expect(await failure(db.server.url("mysql", "root", "s3cret"))).toMatch(
        /^connecting to database: DB_URL: 127\.0\.0\.1:\d+\/mysql: Access denied for user 'root'@/,
      );
      expect(await failure(db.server.url("nope"))).toMatch(/\/nope: Unknown database 'nope'$/);
    });
  });
});
