import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Dbmate } from "../../support/dbmate.js";
import type { DatabaseKind } from "../../support/migration-engines/engine-fixture.js";
import { rawFixture } from "../../support/migration-engines/raw.js";
import { table } from "../../support/migration-matrix/light-scenarios.js";
import { useDatabases } from "../../support/migration-matrix/matrix-databases.js";
import { MatrixProject } from "../../support/migration-matrix/matrix-project.js";

/** The columns of the table that both keep, as the database describes them. */
const DEFINITION: Readonly<Record<"postgres" | "mysql" | "sqlite", string>> = {
  postgres: `select column_name, data_type, character_maximum_length, is_nullable, column_default
    from information_schema.columns where table_name = 'schema_migrations'`,
  mysql: "show create table schema_migrations",
  sqlite:
    "select replace(replace(sql, 'if not exists ', ''), '\"', '') from sqlite_master where name = 'schema_migrations'",
};

const kinds = ["postgres", "mysql", "sqlite"] as const;

describe.each(kinds)("the raw engine and dbmate on %s", (kind) => {
  const databases = useDatabases([kind]);

  const newProject = async (): Promise<{ project: MatrixProject; dbmate: Dbmate }> => {
    const project = await MatrixProject.create(kind satisfies DatabaseKind, rawFixture, databases);
    mkdirSync(join(project.folder, "data"));
    return { project, dbmate: new Dbmate(urlFor(project), join(project.folder, "db")) };
  };
  const urlFor = (project: MatrixProject): string => {
    if (kind === "sqlite") return `sqlite:${join(project.folder, "data", "app.db")}`;
    const url = project.options().env?.DB_URL ?? "";
    return kind === "postgres" ? `${url}?sslmode=disable` : url;
  };
  const ours = async (project: MatrixProject): Promise<string[]> =>
    (await project.plan()).map(({ id, applied }) => `${applied ? "[X]" : "[ ]"} ${id}`);

  test("take turns on one database and agree", async () => {
    const { project, dbmate } = await newProject();
    const migrations = [table(1), table(2), table(3), table(4)];
    project.write(...migrations);
    const agree = async (...tables: readonly string[]): Promise<void> => {
      expect(dbmate.status()).toEqual(await ours(project));
      expect(await project.tables()).toEqual(tables);
      const rows = await project.rows("select version from schema_migrations order by version");
      expect(rows.map(([version]) => version)).toEqual(tables.map((name) => name.replace("t", "000")));
    };
    await project.run("up", 1);
    await agree("t1");
    dbmate.run("migrate");
    await agree("t1", "t2", "t3", "t4");
    expect(await project.states()).toEqual(Array(4).fill("applied"));
    await project.run("down", 1);
    await agree("t1", "t2", "t3");
    dbmate.run("rollback");
    await agree("t1", "t2");
    await project.run("down");
    await agree();
    dbmate.run("migrate");
    await agree("t1", "t2", "t3", "t4");
    // dbmate leaves our record of a reverted one behind; it means nothing, and is replaced.
    await project.run("down", 2);
    await project.run();
    await agree("t1", "t2", "t3", "t4");
    dbmate.run("rollback");
    expect(await project.states()).toEqual(["applied", "applied", "applied", "pending"]);
  });

  test("make the same table", async () => {
    const first = await newProject();
    const second = await newProject();
    first.project.write(table(1));
    second.project.write(table(1));
    await first.project.run();
    second.dbmate.run("up");
    const [made, expected] = [
      await first.project.rows(DEFINITION[kind]),
      await second.project.rows(DEFINITION[kind]),
    ];
    expect(made).toEqual(expected);
    expect(made).toHaveLength(1);
  });

  test("agree on a file that we have written", async () => {
    const { project, dbmate } = await newProject();
    const create = project.engine.draft?.bind(project.engine);
    const [file] = (await create?.({ ...project.options(), name: "Add users" })) ?? [];
    expect(file).toMatch(/^db\/\d{14}_add_users\.sql$/);
    dbmate.run("up");
    expect(dbmate.status()).toEqual([`[X] ${file?.slice("db/".length)}`]);
    expect(await project.states()).toEqual(["applied"]);
  });
});
