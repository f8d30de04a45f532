import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import knexEngine from "../../../src/migration/knex/index.js";
import { EngineProject, migrationFailure } from "../../support/engine-project.js";

const newProject = (): EngineProject => new EngineProject(knexEngine);

const createTable = (name: string): string =>
  `export const up = (knex) => knex.schema.createTable("${name}", (t) => t.increments());
export const down = (knex) => knex.schema.dropTable("${name}");
`;

const tables = async (project: EngineProject): Promise<unknown[]> =>
  (await project.rows("select name from sqlite_master where type = 'table' and name like 't_'")).flat();

test("plan neither loads a migration nor creates anything", async () => {
  const project = newProject();
  project.write("1_a.mjs", "throw new Error('loaded');");
  expect(await project.states()).toEqual(["1_a.mjs pending"]);
  expect(existsSync(join(project.folder, "app.db"))).toBe(false);
});

test.each([
  ["2_b.mjs", "export const up = () => {};", "db/2_b.mjs: a migration must export the functions up and down"],
  ["2_b.cjs", "module.exports = null;", "db/2_b.cjs: a migration must export the functions up and down"],
  [
    "2_b.js",
    "exports.up = async (knex) => {\n  await knex(\n",
    "db/2_b.js:3:1: cannot be loaded: Unexpected token",
  ],
  ["2_b.ts", "\n  throw new Error('while loading');", "db/2_b.ts:2:3: cannot be loaded: while loading"],
  [
    "2_b.mjs",
    "import 'not-installed-anywhere';",
    "db/2_b.mjs:1:1: cannot be loaded: Cannot find module 'not-installed-anywhere'",
  ],
])("%s, which is no migration, is refused before anything runs", async (name, text, message) => {
  const project = newProject();
  project.write("1_a.mjs", createTable("t1"));
  project.write(name, text);
  const refusal = { code: "invalid_file", message };
  expect(await migrationFailure(project.run())).toMatchObject(refusal);
  const preview = Promise.resolve(project.engine.preview?.(project.options()));
  expect(await migrationFailure(preview)).toMatchObject(refusal);
  expect(await tables(project)).toEqual([]);
});

test("the preview names what would run, without SQL", async () => {
  const project = newProject();
  project.write("1_a.mjs", createTable("t1"));
  const previews = await project.engine.preview?.(project.options());
  expect(previews).toMatchObject([{ migration: { id: "1_a.mjs", state: "pending" }, direction: "up" }]);
  expect(previews?.[0]).not.toHaveProperty("sql");
});

test("a migration corrected after its failure runs as it is now, with what it imports", async () => {
  const project = newProject();
  project.write(
    "../tables.cjs",
    "exports.create = (knex, name) => knex.schema.createTable(name, (t) => t.increments());",
  );
  const script = (name: string): string =>
    `const { create } = require("../tables.cjs");\nexports.up = (knex) => create(knex, "${name}");\nexports.down = () => {};`;
  const module = (name: string): string =>
    `import tables from "../tables.cjs";\nexport const up = (knex) => tables.create(knex, "${name}");\nexport const down = () => {};`;
  for (const [index, [extension, text]] of Object.entries({
    cjs: script,
    js: script,
    mjs: module,
    ts: module,
  }).entries()) {
    project.write(`${index}_a.${extension}`, text("t9").replace(/(?:tables\.)?create\(/, "knex.nothing("));
    expect((await migrationFailure(project.run())).message).toMatch(/ is not a function$/);
    project.write(`${index}_a.${extension}`, text(`t${index}`));
    await project.run();
  }
  expect((await tables(project)).sort()).toEqual(["t0", "t1", "t2", "t3"]);
});

test("a failure is told with its line, the database's words and the statement; what is no database's with its line", async () => {
  const project = newProject();
  project.write(
    "1_a.ts",
    `import type { Knex } from "knex";
interface Row { id: number }
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("t1", (t) => t.increments());
  await knex<Row>("nowhere")
    .insert({ id: 5 });
}
export async function down(): Promise<void> {}
`,
  );
  const error = await migrationFailure(project.run());
  expect(error).toMatchObject({
    code: "migration_failed",
    place: { file: "db/1_a.ts", line: 5, column: 3 },
    notes: ["STATEMENT: insert into `nowhere` (`id`) values (?)"],
  });
  expect(error.message).toBe("executing migration 1_a.ts: db/1_a.ts:5:3: no such table: nowhere");
  expect(await tables(project)).toEqual([]);
  project.write(
    "1_a.ts",
    "export const up = async () => {\n  throw new Error('for a reason\\nof its own');\n};\nexport const down = () => {};",
  );
  expect((await migrationFailure(project.run())).message).toBe(
    "executing migration 1_a.ts: db/1_a.ts:2:3: for a reason",
  );
});

describe("outside a transaction", () => {
  const halfDone = `export const config = { transaction: false };
export async function up(knex) {
  await knex.schema.createTable("t1", (t) => t.increments());
  await knex.raw("insert into nowhere values (1)");
}
export const down = (knex) => knex.schema.dropTable("t1");
`;

  test.each([
    ["the migration says so", halfDone, {}],
    ["the config says so", halfDone.replace(/^.*\n/, ""), { disable_transactions: true }],
  ])("a failure is seen, when %s, and can be resolved", async (_case, text, more) => {
    const project = newProject();
    project.config = { ...project.config, ...more };
    project.write("1_a.mjs", text);
    await migrationFailure(project.run());
    expect(await tables(project)).toEqual(["t1"]);
    expect(await project.plan()).toMatchObject([{ state: "failed", error: "no such table: nowhere" }]);
    expect((await migrationFailure(project.run())).code).toBe("dirty");
    expect(await project.resolve("1_a", "applied")).toMatchObject({ state: "applied", applied: true });
    expect((await project.run("down", 1)).done).toEqual(["1_a.mjs"]);
    expect(await tables(project)).toEqual([]);
  });

  test("a migration can ask for a transaction where the config has none", async () => {
    const project = newProject();
    project.config = { ...project.config, disable_transactions: true };
    project.write("1_a.mjs", halfDone.replace("false", "true"));
    await migrationFailure(project.run());
    expect(await tables(project)).toEqual([]);
    expect(await project.states()).toEqual(["1_a.mjs pending"]);
  });
});

test("knex's own lock, left by a knex that was killed, is dirty until it is resolved", async () => {
  const project = newProject();
  project.write("1_a.mjs", createTable("t1"));
  await project.run();
  project.write("2_b.mjs", createTable("t2"));
  await project.rows("update knex_migrations_lock set is_locked = 1");
  expect(await project.plan()).toMatchObject([
    { state: "applied" },
    { state: "dirty", error: "knex's lock is taken: another knex is at work, or was killed" },
  ]);
  expect(await migrationFailure(project.run())).toMatchObject({ code: "dirty" });
  await project.resolve("2_b.mjs", "rolled-back");
  expect((await project.run()).done).toEqual(["2_b.mjs"]);
  await project.rows("update knex_migrations_lock set is_locked = 1");
  expect(await project.states()).toEqual(["1_a.mjs applied", "2_b.mjs dirty"]);
});

test("which files are migrations, the extensions say; declarations never are, and none may be there twice", async () => {
  const project = newProject();
  for (const name of ["1_a.js", "2_b.ts", "2_b.d.ts", "3_c.mts", "seeds.json", ".js", "README.md"]) {
    project.write(name, "exports.up = exports.down = () => {};");
  }
  expect(await project.states()).toEqual(["1_a.js pending", "2_b.ts pending", "3_c.mts pending"]);
  project.write("2_b.js", "");
  expect((await migrationFailure(project.plan())).message).toBe(
    'db/2_b.ts: the same migration is there as 2_b.js; leave one of them out with "extensions"',
  );
  project.config = { ...project.config, extensions: [".js"] };
  expect(await project.states()).toEqual(["1_a.js pending", "2_b.js pending"]);
});

describe("new migrations", () => {
  const create = async (project: EngineProject): Promise<string> => {
    const now = new Date("2026-02-03T04:05:06Z");
    const [file = ""] =
      (await project.engine.draft?.({ ...project.options(), name: "Add users", now })) ?? [];
    return file;
  };

  test.each([
    ["1_a.ts", "db/20260203040506_add_users.ts", "export async function up(knex: Knex)"],
    ["1_a.mjs", "db/20260203040506_add_users.mjs", "export async function up(knex)"],
    ["1_a.cjs", "db/20260203040506_add_users.cjs", "exports.up = async function"],
    ["1_a.js", "db/20260203040506_add_users.js", "exports.up = async function"],
  ])("are of the kind of %s, the newest one", async (newest, file, text) => {
    const project = newProject();
    project.write(newest, "exports.up = exports.down = () => {};");
    expect(await create(project)).toBe(file);
    expect(readFileSync(join(project.folder, file), "utf8")).toContain(text);
    expect((await project.run()).done).toHaveLength(2);
  });

  test("are modules where the project's JavaScript is", async () => {
    const project = newProject();
    project.write("../package.json", JSON.stringify({ type: "module" }));
    const file = await create(project);
    expect(file).toBe("db/20260203040506_add_users.js");
    expect(readFileSync(join(project.folder, file), "utf8")).toContain("export async function up(knex)");
    expect((await project.run()).done).toEqual(["20260203040506_add_users.js"]);
  });
});
