import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitStatements, transactionControl } from "../../../src/migration/raw/sql-statements.js";

const texts = (sql: string): string[] => splitStatements(sql).map((statement) => statement.text);

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

test("a statement knows where it begins", () => {
  const sql = "-- c\n select 1;\n\n  select 2;";
  expect(splitStatements(sql).map(({ start }) => sql.slice(start, start + 8))).toEqual([
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
        unit: fc.constantFrom("'", '"', "$", "a", ";", "-", "/", "*", "\\", "(", ")", "\n", "e", "é"),
      }),
      (sql) => {
        for (const { text, start } of splitStatements(sql)) expect(sql.startsWith(text, start)).toBe(true);
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
  ])("%j", (sql, expected) => {
    const [statement] = splitStatements(sql);
    expect(statement && transactionControl(statement)).toBe(expected);
  });
});
