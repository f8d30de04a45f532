import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type MigrationFile, parseMigrationFile } from "../../../src/migration/raw/migration-file.js";
import { postgresFlavor } from "../../../src/migration/sql/sql-flavor.js";

const parse = (text: string, name = "20260101_create_users.sql"): MigrationFile => {
  const file = parseMigrationFile(name, text, postgresFlavor);
  if ("message" in file) throw new Error(`${file.line}: ${file.message}`);
  return file;
};

describe("dbmate's format", () => {
  const text = "-- a comment\n\n-- migrate:up\ncreate table a();\n\n-- migrate:down\ndrop table a;\n";

  test("gives version, description and both directions", () => {
    const file = parse(text);
    expect(file).toMatchObject({
      version: "20260101",
      description: "create users",
      id: "20260101_create_users.sql",
      reversible: true,
    });
    expect(file.up).toEqual({ sql: "-- migrate:up\ncreate table a();\n\n", start: 14, transaction: true });
    expect(file.down?.sql).toBe("-- migrate:down\ndrop table a;\n");
  });

  test("has a checksum that depends on the text and not on its line ends", () => {
    const checksum = createHash("sha256").update(text).digest("hex");
    expect(parse(text).checksum).toBe(checksum);
    expect(parse(text.replaceAll("\n", "\r\n")).checksum).toBe(checksum);
    expect(parse(`${text} `).checksum).not.toBe(checksum);
  });

  test("switches the transaction off for one direction", () => {
    const file = parse("--migrate:up transaction:false\nvacuum;\n-- migrate:down\nselect 1;");
    expect([file.up.transaction, file.down?.transaction]).toEqual([false, true]);
  });

  test("is irreversible when nothing but comments follows migrate:down", () => {
    expect(
      parse("-- migrate:up\nselect 1;\n-- migrate:down\n-- nothing /* to do */\n;").down,
    ).toBeUndefined();
  });

  test("does not take similar lines for directives", () => {
    const file = parse("-- migrate:up\nselect '\n -- migrate:up\n';\n-- migrate:upwards\n-- migrate:down");
    expect(file.up.sql).toContain("migrate:upwards");
  });

  test.each([
    ["-- migrate:down\n-- migrate:up\n", "1: -- migrate:down must come after -- migrate:up"],
    ["\n-- migrate:up\nselect 1;", "2: -- migrate:down is missing (it may be empty)"],
    ["-- migrate:up\n-- migrate:up\n-- migrate:down", "2: a second -- migrate:up; one file is one migration"],
    [
      "-- migrate:up\n-- migrate:down\n-- migrate:down",
      "3: a second -- migrate:down; one file is one migration",
    ],
    [
      "-- hello\nselect 1;\n-- migrate:up\n-- migrate:down",
      "2: a statement before -- migrate:up would never run",
    ],
    [
      "-- migrate:up transaction:no\n-- migrate:down",
      '1: unknown option "transaction:no"; there is only transaction:false',
    ],
  ])("%j is refused", (text, message) => {
    expect(() => parse(text)).toThrow(new Error(message));
  });

  test("needs a version in the file's name", () => {
    const message = "1: the name of a file with -- migrate:up must begin with its version, in digits";
    expect(() => parse("-- migrate:up\n-- migrate:down", "users.sql")).toThrow(message);
  });
});

test("a plain file is applied as a whole and has no way back", () => {
  const file = parse("\uFEFFcreate table a();\r\n", "001_init.sql");
  expect(file).toMatchObject({ version: "001_init.sql", description: "SQL migration: 001_init.sql" });
  expect(file.up).toEqual({ sql: "create table a();\n", start: 0, transaction: true });
  expect(file.down).toBeUndefined();
});
