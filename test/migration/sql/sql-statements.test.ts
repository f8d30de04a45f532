import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  mysqlFlavor,
  postgresFlavor,
  type SqlFlavor,
  sqliteFlavor,
} from "../../../src/migration/sql/sql-flavor.js";
import { splitStatements } from "../../../src/migration/sql/sql-statements.js";
import { transactionControl } from "../../../src/migration/sql/transaction-control.js";

const texts = (sql: string, flavor: SqlFlavor = postgresFlavor): string[] =>
  splitStatements(sql, flavor).map((statement) => statement.text);

describe("statements end at a semicolon", () => {
  test.each([
    ["a; b", ["a", "b"]],
    ["a;; ;b;", ["a", "b"]],
    ["", []],
    [" -- only; a comment\n/* and; another */ ", []],
    ["-- first\nselect 1 -- why; not\n; select 2", ["select 1", "select 2"]],
    ["select ';'; x", ["select ';'", "x"]],
    ["select 'it''s; ok'; x", ["select 'it''s; ok'", "x"]],
    [`select ";" from "a"";b"; x`, [`select ";" from "a"";b"`, "x"]],
    [String.raw`select 'back\'; x`, [String.raw`select 'back\'`, "x"]],
    [String.raw`select e'it\'s; ok'; x`, [String.raw`select e'it\'s; ok'`, "x"]],
    [String.raw`select E'\\'; x`, [String.raw`select E'\\'`, "x"]],
    ["select tie';'; x", ["select tie';'", "x"]],
    ["do $$ begin; end $$; x", ["do $$ begin; end $$", "x"]],
    ["do $a$ $b$; $$; $a$; x", ["do $a$ $b$; $$; $a$", "x"]],
    ["select a$b$c; x$b$y", ["select a$b$c", "x$b$y"]],
    ["select $1; select $2", ["select $1", "select $2"]],
    ["select 1e5; select 2", ["select 1e5", "select 2"]],
    ["/* a /* nested; */ ; */ select 1; x", ["select 1", "x"]],
    ["create rule r as on insert to t do (a; b); x", ["create rule r as on insert to t do (a; b)", "x"]],
    ["select 'open; never closed", ["select 'open; never closed"]],
    ["select $$open; never closed", ["select $$open; never closed"]],
    ["/* open; never closed", []],
    ["select 'é😀;'; x", ["select 'é😀;'", "x"]],
  ])("%j", (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  test("but not those in the body of a function in standard SQL", () => {
    const body = `create function f(a int) returns int language sql
      begin atomic
        select case when a > 1 then 2 else 3 end;
        select a;
      end`;
    expect(texts(`${body}; select 1`)).toEqual([body, "select 1"]);
  });

  test("an `atomic` or `case` elsewhere opens nothing", () => {
    expect(texts("select case a when 1 then 2 end; select begin, atomic; x")).toHaveLength(3);
  });
});

describe("MySQL's statements", () => {
  const split = (sql: string): string[] => texts(sql, mysqlFlavor);

  test.each([
    ["a; b # c; d\n; e", ["a", "b", "e"]],
    ["select 1--1; x", ["select 1--1", "x"]],
    ["select 1 -- 1; x\n; y", ["select 1", "y"]],
    ["--\nselect 1", ["select 1"]],
    ["select `a;``b`; x", ["select `a;``b`", "x"]],
    [String.raw`select 'it\'s; ok'; x`, [String.raw`select 'it\'s; ok'`, "x"]],
    [String.raw`select "it\"s; ok"; x`, [String.raw`select "it\"s; ok"`, "x"]],
    [String.raw`select \`a\`; x`, [String.raw`select \`a\``, "x"]],
    ["/* no /* nesting; */ select 1; x", ["select 1", "x"]],
    ["/*!40101 set names utf8 */; /*M!100100 x; */", ["/*!40101 set names utf8 */", "/*M!100100 x; */"]],
    ["select $$; x", ["select $$", "x"]],
    ["set @a := 1; select @a", ["set @a := 1", "select @a"]],
  ])("%j", (sql, expected) => {
    expect(split(sql)).toEqual(expected);
  });

  test.each([
    "create procedure p() begin select 1; select 2; end",
    "create definer=`root`@`%` procedure p(in a int) comment 'x' begin declare b int; set b = a; end",
    "create or replace procedure if not exists p() begin drop table if exists t; end",
    "create procedure p() begin if a then select 1; elseif b then select 2; else select 3; end if; end",
    "create procedure p() begin set a = if(b, 1, 2); select if(a, (b), c); end",
    "create procedure p() begin l: loop leave l; end loop l; while a do select 1; end while; end",
    "create procedure p() begin repeat set a = repeat('x', 3); until a end repeat; select case a when 1 then if(a, b, c) end; end",
    "create procedure p() begin case a when 1 then select 1; else begin end; end case; end",
    "create procedure p() begin declare c cursor for select 1; declare exit handler for sqlexception begin rollback; end; select 1 for update; end",
    "create procedure p() begin for i in 1..3 do select i; end for; end",
    "create trigger t before insert on x for each row begin set new.a = 1; set new.b = 2; end",
    "create trigger t before insert on x for each row if not exists (select 1) then set new.a = 1; end if",
    "create trigger t before insert on x for each row if (new.a, new.b) = (1, 2) then set new.a = 1; end if",
    "create function f(a int) returns int if a then return 1; else return 2; end if",
    "create procedure p() for i in 1..3 do select i; end for",
    "for i in 1..2 do select i; end for",
    "create trigger t before insert on data for each row begin set @a = 1; set @b = 2; end",
    "create event e on schedule every 1 day do begin delete from a; delete from b; end",
    "alter event e do begin delete from a; delete from b; end",
    "begin not atomic select 1; select 2; end",
    "if (select 1) then select 2; end if",
    "create function f() returns int deterministic begin return (select `end` from t limit 1); end",
  ])("a routine is one statement: %s", (routine) => {
    expect(split(`${routine}; select 'after'`)).toEqual([routine, "select 'after'"]);
  });

  test.each([
    "create procedure p() select 1",
    "create procedure p() drop table if exists t",
    "create procedure p() select (1) from t for update",
    "create trigger t before insert on data for each row set @a = 1",
    "create trigger t before insert on x for each row set new.a = if(new.a, 1, 2)",
    "create function f() returns int return 1",
    "create table log (event varchar(9), `begin` int, a int as (case when a then 1 end))",
    "create table if not exists begin_ (a int)",
    "create view v as select case when 1 then 2 end as a",
    "drop procedure if exists p",
    "alter table t add column if not exists a int",
    "begin",
    "start transaction",
  ])("what has no body ends at the first semicolon: %s", (statement) => {
    expect(split(`${statement}; select 'after'; x`)).toEqual([statement, "select 'after'", "x"]);
  });
});

describe("SQLite's statements", () => {
  const split = (sql: string): string[] => texts(sql, sqliteFlavor);

  test.each([
    ["select [a;b]; select `c;d`; x", ["select [a;b]", "select `c;d`", "x"]],
    ["select 'a\\'; x", ["select 'a\\'", "x"]],
    ["/* a /* b */ select 1; x", ["select 1", "x"]],
    ["begin; commit; end", ["begin", "commit", "end"]],
  ])("%j", (sql, expected) => {
    expect(split(sql)).toEqual(expected);
  });

  test.each([
    "create trigger t after insert on a begin insert into b values (1); select case when 1 then 2 end; end",
    "create temp trigger if not exists t after update of x on a for each row when new.x > 1 begin select 1; end",
  ])("a trigger is one statement: %s", (trigger) => {
    expect(split(`${trigger}; select 1`)).toEqual([trigger, "select 1"]);
  });
});

test("a statement knows where it begins", () => {
  const sql = "-- c\n select 1;\n\n  select 2;";
  expect(splitStatements(sql, postgresFlavor).map(({ start }) => sql.slice(start, start + 8))).toEqual([
    "select 1",
    "select 2",
  ]);
});

test("statements joined by semicolons come back, whatever is quoted in them", () => {
  const quoted = fc.oneof(
    fc.string().map((text) => `'${text.replaceAll("'", "''")}'`),
    fc.string().map((text) => `"${text.replaceAll('"', '""')}"`),
    fc.string().map((text) => `$tag$${text.replaceAll("$", "")}$tag$`),
    fc.string().map((text) => `/*${text.replaceAll(/[*/]/g, "")}*/`),
    fc.string().map((text) => `--${text.replaceAll("\n", "")}\n`),
  );
  const statement = fc.array(quoted, { maxLength: 4 }).map((parts) => `select ${parts.join(" ")} 1`);
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 5 }), (statements) => {
      expect(texts(statements.join(" ; "))).toEqual(statements);
    }),
  );
});

test("no text makes it fail or lose its place", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          "'",
          '"',
          "$",
          "a",
          ";",
          "-",
          "/",
          "*",
          "\\",
          "(",
          ")",
          "\n",
          "e",
          "é",
          "#",
          "`",
          "!",
        ),
      }),
      fc.constantFrom(postgresFlavor, mysqlFlavor, sqliteFlavor),
      (sql, flavor) => {
        for (const { text, start } of splitStatements(sql, flavor)) {
          expect(sql.startsWith(text, start)).toBe(true);
        }
      },
    ),
  );
});

describe("statements that begin or end a transaction", () => {
  test.each([
    ["begin", "BEGIN"],
    ["Commit work", "COMMIT"],
    ["end", "END"],
    ["abort", "ABORT"],
    ["start transaction read only", "START TRANSACTION"],
    ["rollback", "ROLLBACK"],
    ["prepare transaction 'x'", "PREPARE TRANSACTION"],
    ["rollback to s", undefined],
    ["rollback work to savepoint s", undefined],
    ["savepoint s", undefined],
    ["prepare p as select 1", undefined],
    ["do $$ begin commit; end $$", undefined],
    ["select 'commit'", undefined],
    ["begin not atomic select 1; end", undefined],
  ])("%j", (sql, expected) => {
    const [statement] = splitStatements(sql, postgresFlavor);
    expect(statement && transactionControl(statement)).toBe(expected);
  });
});
