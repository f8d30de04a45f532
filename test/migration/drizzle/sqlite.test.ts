import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import drizzle from "../../../src/migration/drizzle/index.js";
import { EngineProject, migrationFailure } from "../../support/engine-project.js";
import { folderName, writeFolders, writeJournal } from "./drizzle-files.js";

const newProject = (): EngineProject => new EngineProject(drizzle);

test("a file without statements is applied, though libsql itself would refuse it", async () => {
  const project = newProject();
  writeJournal(project, ["0000_a", 1, "-- Custom SQL migration file, put your code below! --"]);
  expect((await project.run()).done).toEqual(["0000_a"]);
  expect(await project.states()).toEqual(["0000_a applied"]);
});

test("an entry merged with an earlier time, which drizzle-orm 0.45 passes over, is told, refused and applied late", async () => {
  const project = newProject();
  writeJournal(project, ["0000_a", 10, "create table a (b int);"]);
  await project.run();
  writeJournal(
    project,
    ["0000_a", 10, "create table a (b int);"],
    ["0001_merged", 5, "create table merged (b int);"],
    ["0002_c", 20, "create table c (b int);"],
  );
  expect(await project.states()).toEqual(["0000_a applied", "0001_merged out-of-order", "0002_c pending"]);
  expect(await migrationFailure(project.run())).toMatchObject({
    code: "out_of_order",
    message:
      'migration 0001_merged is older than the newest applied one; give it a later "when" in db/meta/_journal.json, or set strict: false to apply it late',
  });
  project.config = { ...project.config, strict: false };
  expect((await project.run()).done).toEqual(["0001_merged", "0002_c"]);
  expect(await project.states()).toEqual(["0000_a applied", "0001_merged applied", "0002_c applied"]);
});

test("a journal that is not in the order of its times is applied in its own order, as drizzle-orm does", async () => {
  const project = newProject();
  writeJournal(
    project,
    ["0000_a", 10, "create table a (b int);"],
    ["0001_b", 5, "alter table a add column c int;"],
  );
  expect((await project.run()).done).toEqual(["0000_a", "0001_b"]);
});

describe.each(["journal", "folders"] as const)("with the format %s", (format) => {
  const id = (name: string, seconds: number): string =>
    format === "journal" ? `000${seconds}_${name}` : folderName(name, seconds);
  const write = (project: EngineProject, name: string, up: string, ...down: [] | [string]): void => {
    if (format === "folders") writeFolders(project, [name, 1, up, ...down]);
    else writeJournal(project, [`0001_${name}`, 1, up, ...down]);
  };

  test("a down.sql without statements does not make a migration reversible", async () => {
    const project = newProject();
    write(project, "a", "create table a (b int);", "-- nothing\n/* here */");
    await project.run();
    expect((await project.plan())[0]).toMatchObject({ reversible: false });
    expect(await migrationFailure(project.run("down", 1))).toMatchObject({
      code: "irreversible",
      message: `migration ${id("a", 1)} cannot be reverted: it has no ${format === "journal" ? "file that ends with .down.sql" : "down.sql"}`,
    });
  });

  test("a failing down.sql is told with its place, and leaves the migration applied", async () => {
    const project = newProject();
    write(
      project,
      "a",
      "create table a (b int);",
      "drop table a;\n--> statement-breakpoint\ndrop table nowhere;",
    );
    await project.run();
    const error = await migrationFailure(project.run("down", 1));
    const file = format === "journal" ? "db/0001_a.down.sql" : `db/${id("a", 1)}/down.sql`;
    expect(error.message).toBe(`executing migration ${id("a", 1)}: ${file}:3:12: no such table: nowhere`);
    expect(await project.states()).toEqual([`${id("a", 1)} applied`]);
    expect(await project.rows("select count(*) from a")).toEqual([[0]]);
  });

  test("a commit of its own is refused before anything runs", async () => {
    const project = newProject();
    write(project, "a", "create table a (b int);\n--> statement-breakpoint\nselect 1;\nCOMMIT;");
    const error = await migrationFailure(project.run());
    expect(error.code).toBe("invalid_file");
    expect(error.message).toMatch(
      /\.sql:4: COMMIT in a migration, which runs in a transaction of its own; remove it$/,
    );
    const preview = Promise.resolve(project.engine.preview?.(project.options()));
    expect(await migrationFailure(preview)).toMatchObject({ message: error.message });
    expect(await project.rows("select count(*) from sqlite_master")).toEqual([[0]]);
  });

  test("the preview is the SQL without the marks between statements, and changes nothing", async () => {
    const project = newProject();
    write(project, "a", "create table a (b int);--> statement-breakpoint\ncreate table c (d int);\n");
    const previews = await project.engine.preview?.(project.options());
    expect(previews?.map(({ sql }) => sql)).toEqual(["create table a (b int);\ncreate table c (d int);"]);
    expect(existsSync(join(project.folder, "app.db"))).toBe(false);
  });

  test("the table can have another name", async () => {
    const project = newProject();
    project.config = { ...project.config, migrations_table: "done_so_far", migrations_schema: "ignored" };
    write(project, "a", "create table a (b int);");
    await project.run();
    expect(await project.rows("select count(*) from done_so_far")).toEqual([[1]]);
    expect(await project.states()).toEqual([`${id("a", 1)} applied`]);
  });

  test("an edited migration can be declared applied as it is", async () => {
    const project = newProject();
    write(project, "a", "create table a (b int);");
    await project.run();
    const [before] = await project.plan();
    write(project, "a", "create table a (b int); -- with a comment");
    expect(await project.states()).toEqual([`${id("a", 1)} edited`]);
    expect(await project.resolve(id("a", 1).slice(0, 5), "applied")).toMatchObject({
      state: "applied",
      appliedAt: before?.appliedAt,
    });
    expect(await project.states()).toEqual([`${id("a", 1)} applied`]);
    expect(await project.rows("select count(*) from __drizzle_migrations")).toEqual([[1]]);
  });
});

describe("new migrations", () => {
  test("go to the end of the journal, never before an applied one", async () => {
    const project = newProject();
    writeJournal(project, ["0000_a", 10, "create table a (b int);"]);
    await project.run();
    const create = (name: string, now: string): Promise<readonly string[]> | undefined =>
      project.engine.draft?.({ ...project.options(), name, now: new Date(now) });
    // A clock that is late.
    expect(await create("Backfill: things!", "2025-01-01T00:00:00Z")).toEqual([
      "db/0001_backfill_things.sql",
      "db/meta/_journal.json",
    ]);
    await create("next", "2026-05-05T05:05:05Z");
    const journal = JSON.parse(readFileSync(join(project.folder, "db/meta/_journal.json"), "utf8"));
    expect(journal).toEqual({
      version: "7",
      dialect: "sqlite",
      entries: [
        { idx: 0, version: "6", when: 1767225610123, tag: "0000_a", breakpoints: true },
        { idx: 1, version: "6", when: 1767225610124, tag: "0001_backfill_things", breakpoints: true },
        { idx: 2, version: "6", when: 1777957505000, tag: "0002_next", breakpoints: true },
      ],
    });
    expect((await project.run()).done).toEqual(["0001_backfill_things", "0002_next"]);
  });

  test("begin a journal for the configured database", async () => {
    const project = newProject();
    await project.engine.draft?.({ ...project.options(), name: "first", now: new Date(5) });
    const journal = JSON.parse(readFileSync(join(project.folder, "db/meta/_journal.json"), "utf8"));
    expect(journal).toEqual({
      version: "7",
      dialect: "sqlite",
      entries: [{ idx: 0, version: "6", when: 5, tag: "0000_first", breakpoints: true }],
    });
  });

  test("are folders for drizzle-orm 1.0, later than all others", async () => {
    const project = newProject();
    writeFolders(project, ["a", 10, "create table a (b int);"]);
    const now = new Date("2025-01-01T00:00:00Z");
    expect(await project.engine.draft?.({ ...project.options(), name: "b", now })).toEqual([
      "db/20260101000011_b/migration.sql",
    ]);
    expect((await project.run()).done).toEqual(["20260101000010_a", "20260101000011_b"]);
  });
});
