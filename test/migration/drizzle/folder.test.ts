import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import drizzle from "../../../src/migration/drizzle/index.js";
import { EngineProject, migrationFailure } from "../../support/engine-project.js";
import { installDrizzleV1 } from "../../support/migration-engines/drizzle.js";
import { writeFolders, writeJournal } from "./drizzle-files.js";

const newProject = (): EngineProject => new EngineProject(drizzle);

const entry = (more: object): object => ({ idx: 0, when: 1, tag: "0000_a", breakpoints: true, ...more });

test.each([
  ["no JSON", "{", "db/meta/_journal.json: it is not JSON"],
  ["no entries", "{}", "db/meta/_journal.json: no list of entries with idx, when and tag"],
  ["null", "null", "db/meta/_journal.json: no list of entries with idx, when and tag"],
  [
    "a time that is a text",
    JSON.stringify({ entries: [entry({ when: "1" })] }),
    "db/meta/_journal.json: no list of entries with idx, when and tag",
  ],
  [
    "a tag that leads out of the folder",
    JSON.stringify({ entries: [entry({ tag: "../../etc/passwd" })] }),
    'db/meta/_journal.json: the tag "../../etc/passwd" is not a file\'s name',
  ],
  [
    "a tag twice",
    JSON.stringify({ entries: [entry({}), entry({ when: 2 })] }),
    "db/meta/_journal.json: 0000_a is there twice",
  ],
  [
    "a time twice",
    JSON.stringify({ entries: [entry({}), entry({ tag: "0001_b" })] }),
    "db/meta/_journal.json: 0001_b and 0000_a have the same time (when: 1), so that drizzle-orm would apply only one",
  ],
])("a journal with %s is refused", async (_case, journal, message) => {
  const project = newProject();
  project.write("meta/_journal.json", journal);
  project.write("0000_a.sql", "create table a (b int);");
  expect(await migrationFailure(project.plan())).toMatchObject({ code: "invalid_file", message });
});

test("a migration that the journal names must be there, unless it is applied", async () => {
  const project = newProject();
  writeJournal(project, ["0000_a", 1, "create table a (b int);"]);
  await project.run();
  rmSync(`${project.folder}/db/0000_a.sql`);
  expect(await project.states()).toEqual(["0000_a missing"]);
  await project.resolve("0000_a", "rolled-back");
  expect(await migrationFailure(project.plan())).toMatchObject({
    code: "missing_file",
    message: "db/0000_a.sql: no such file, though meta/_journal.json names it",
  });
});

test("a folder of the other version is refused with the way out", async () => {
  const old = newProject();
  writeJournal(old, ["0000_a", 1, "create table a (b int);"]);
  installDrizzleV1(old.folder);
  expect((await migrationFailure(old.plan())).message).toMatch(
    /^db has the format of drizzle-orm 0\.x \(meta\/_journal\.json\), but drizzle-orm 1\.0\.0-rc\.\d+ is installed; convert it with: npx drizzle-kit up$/,
  );
  const young = newProject();
  young.write("20260101000001_a/migration.sql", "create table a (b int);");
  expect((await migrationFailure(young.run())).message).toMatch(
    /^db has the format of drizzle-orm 1\.x \(a folder for each migration\), but drizzle-orm 0\.45\.\d+ is installed; install drizzle-orm 1\.x$/,
  );
});

test("a folder whose name is no time is refused, and other folders are let alone", async () => {
  const project = newProject();
  writeFolders(project, ["a", 1, "create table a (b int);"]);
  project.write("notes/readme.md", "");
  expect(await project.states()).toEqual(["20260101000001_a pending"]);
  project.write("seed/migration.sql", "select 1;");
  expect((await migrationFailure(project.plan())).message).toBe(
    "db/seed: the name of a migration's folder must begin with its time, as in 20260131120000_seed",
  );
});

test("a file that is not UTF-8 is refused", async () => {
  const project = newProject();
  writeJournal(project, ["0000_a", 1, ""]);
  writeFileSync(`${project.folder}/db/0000_a.sql`, Buffer.from([0x80, 0xff]));
  expect((await migrationFailure(project.plan())).message).toBe(
    "reading migration file 0000_a.sql: it is not UTF-8 text",
  );
});
