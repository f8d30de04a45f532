import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { type MigrationFolder, readMigrationFolder } from "../../../src/migration/raw/migration-folder.js";
import { postgresFlavor } from "../../../src/migration/sql/sql-flavor.js";
import { temporaryFolder } from "../../support/folders.js";

let workDir: string;

beforeEach(() => {
  workDir = temporaryFolder();
  mkdirSync(join(workDir, "db"));
});

const read = (path: string): MigrationFolder => readMigrationFolder(path, workDir, () => postgresFlavor);
const write = (name: string, text = "select 1;"): void => writeFileSync(join(workDir, "db", name), text);

test("the SQL files of a folder, and nothing else, in the order of their names", () => {
  for (const name of ["b.sql", "a.SQL", "10.sql", "9.sql", "notes.md", "a.sql.bak"]) write(name);
  mkdirSync(join(workDir, "db", "folder.sql"));
  symlinkSync(join(workDir, "db", "folder.sql"), join(workDir, "db", "link.sql"));
  const { files, shown } = read("./db/");
  expect(files.map((file) => file.id)).toEqual(["10.sql", "9.sql", "a.SQL", "b.sql"]);
  expect(shown).toBe("db");
});

test("an empty folder has no migrations", () => {
  expect(read("db").files).toEqual([]);
});

test.each([
  ["gone", "migration directory does not exist: gone"],
  ["", "migration path is required"],
  ["file", "reading migration directory: file: not a directory"],
])("the path %j is refused", (path, message) => {
  writeFileSync(join(workDir, "file"), "");
  expect(() => read(path)).toThrow(new RegExp(`^${message}$`));
});

test("a file that cannot be read is named", () => {
  symlinkSync("nowhere", join(workDir, "db", "1.sql"));
  expect(() => read("db")).toThrow("reading migration file 1.sql: no such file");
});

test("a file that is not text is refused", () => {
  writeFileSync(join(workDir, "db", "1.sql"), Buffer.from([0x73, 0xff, 0xfe]));
  expect(() => read("db")).toThrow("reading migration file 1.sql: it is not UTF-8 text");
});

test("all problems of all files are told at once, each with its line", () => {
  write("1_a.sql", "-- migrate:up\n-- migrate:down");
  write("1_b.sql", "-- migrate:up\n-- migrate:down");
  write("2.sql", "\n-- migrate:up");
  expect(() => read("db")).toThrow(
    "db/2.sql:2: -- migrate:down is missing (it may be empty)\ndb/1_b.sql:1: version 1 is taken by 1_a.sql",
  );
});
