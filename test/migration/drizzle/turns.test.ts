import { join } from "node:path";
import { createClient } from "@libsql/client";
import { drizzle as openOld } from "drizzle-orm/libsql";
import { migrate as migrateOld } from "drizzle-orm/libsql/migrator";
import { drizzle as openNew } from "drizzle-orm-v1/libsql";
import { migrate as migrateNew } from "drizzle-orm-v1/libsql/migrator";
import { expect, test } from "vitest";
import drizzle from "../../../src/migration/drizzle/index.js";
import { EngineProject } from "../../support/engine-project.js";
import { type DrizzleFile, folderName, writeFolders, writeJournal } from "./drizzle-files.js";

const files: readonly DrizzleFile[] = ["a", "b", "c", "d"].map((name, index) => [
  name,
  index * 3600,
  `create table ${name} (x int);`,
  `drop table ${name};`,
]);
const firstFiles = (count: number): readonly DrizzleFile[] => files.slice(0, count);

/** What drizzle-orm itself does with the project's folder and a file of SQLite, by default the project's. */
async function drizzleMigrates(
  project: EngineProject,
  version: "old" | "new",
  file = join(project.folder, "app.db"),
): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  const config = { migrationsFolder: join(project.folder, "db") };
  try {
    if (version === "old") await migrateOld(openOld(client), config);
    else await migrateNew(openNew({ client }), config);
  } finally {
    client.close();
  }
}

const table = (project: EngineProject): Promise<unknown[][]> =>
  project.rows("select hash, created_at from __drizzle_migrations order by created_at");

test("takes turns with drizzle-orm 0.45, whose records are the same", async () => {
  const project = new EngineProject(drizzle);
  writeJournal(project, ...firstFiles(1));
  await project.run();
  writeJournal(project, ...firstFiles(2));
  await drizzleMigrates(project, "old");
  expect(await project.states()).toEqual(["a applied", "b applied"]);
  writeJournal(project, ...files);
  expect((await project.run("up", 1)).done).toEqual(["c"]);
  await drizzleMigrates(project, "old");
  expect((await project.run("down", 2)).done).toEqual(["d", "c"]);
  await drizzleMigrates(project, "old");
  expect(await project.states()).toEqual(files.map(([name]) => `${name} applied`));

  const alone = new EngineProject(drizzle);
  writeJournal(alone, ...files);
  await drizzleMigrates(alone, "old");
  expect(await table(project)).toEqual(await table(alone));
});

test("takes turns with drizzle-orm 1.0, whose records are the same", async () => {
  const project = new EngineProject(drizzle);
  writeFolders(project, ...firstFiles(1));
  await project.run();
  writeFolders(project, ...firstFiles(2));
  await drizzleMigrates(project, "new");
  writeFolders(project, ...files);
  expect((await project.run("up", 1)).done).toEqual([folderName("c", 7200)]);
  await drizzleMigrates(project, "new");
  expect((await project.run("down", 2)).done).toEqual([folderName("d", 10800), folderName("c", 7200)]);
  await drizzleMigrates(project, "new");
  expect((await project.plan()).map(({ state }) => state)).toEqual(Array(4).fill("applied"));

  const alone = new EngineProject(drizzle);
  writeFolders(alone, ...files);
  await drizzleMigrates(alone, "new");
  const names = "select hash, created_at, name from __drizzle_migrations order by created_at";
  expect(await project.rows(names)).toEqual(await alone.rows(names));
});

test("goes on with drizzle-orm 1.0 where 0.45 has begun, as drizzle-kit up converts a folder", async () => {
  const project = new EngineProject(drizzle);
  writeJournal(project, ...firstFiles(2));
  await drizzleMigrates(project, "old");

  const file = join(project.folder, "app.db");
  const converted = new EngineProject(drizzle, `sqlite:${file}`);
  writeFolders(converted, ...files);
  const states = async (): Promise<string[]> => (await converted.plan()).map(({ state }) => state);
  expect(await states()).toEqual(["applied", "applied", "pending", "pending"]);
  const unnamed = await converted.rows(
    "select name from pragma_table_info('__drizzle_migrations') order by cid",
  );
  expect(unnamed.flat()).toEqual(["id", "hash", "created_at"]);
  expect((await converted.run("up", 1)).done).toEqual([folderName("c", 7200)]);
  await drizzleMigrates(converted, "new", file);
  expect(await states()).toEqual(Array(4).fill("applied"));
  expect((await converted.run("down")).done).toHaveLength(4);
});

test("reverts with drizzle-orm 1.0 what 0.45 has applied", async () => {
  const project = new EngineProject(drizzle);
  writeJournal(project, ...firstFiles(2));
  await drizzleMigrates(project, "old");
  const converted = new EngineProject(drizzle, `sqlite:${join(project.folder, "app.db")}`);
  writeFolders(converted, ...firstFiles(2));
  expect((await converted.run("down", 1)).done).toEqual([folderName("b", 3600)]);
  expect((await converted.run()).done).toEqual([folderName("b", 3600)]);
});
