import { expect, test } from "vitest";
import type { DatabaseKind, LogicalMigration } from "../migration-engines/engine-fixture.js";
import { waitUntil } from "../wait-until.js";
import type { NewProject } from "./light-scenarios.js";
import type { MatrixProject } from "./matrix-project.js";

/** A statement that takes some seconds, and on a server goes on when its client is gone. */
const SLOW: Readonly<Record<DatabaseKind, string>> = {
  postgres: "select pg_sleep(3);",
  mysql: "do sleep(3);",
  pglite: "select count(*) from generate_series(1, 12000000);",
  sqlite:
    "create table burnt as with recursive c(x) as (select 1 union all select x + 1 from c where x < 12000000) select max(x) as m from c;",
};

const ledger: LogicalMigration = {
  index: 1,
  name: "make_ledger",
  up: "create table ledger (a int);",
  down: "drop table ledger;",
};

const insert = (index: number, between = ""): LogicalMigration => ({
  index,
  name: `insert_${index}`,
  up: `insert into ledger values (${index}0);\n${between}\ninsert into ledger values (${index}1);`,
  down: `delete from ledger where a in (${index}0, ${index}1);`,
});

const contents = async (project: MatrixProject): Promise<number[]> =>
  (await project.rows("select a from ledger order by a")).map(([a]) => Number(a));

/** What concerns several processes; each takes seconds. */
export function processScenarios(newProject: NewProject): void {
  test("two processes at once apply each migration once", async () => {
    const project = await newProject();
    project.config = { ...project.config, lock_timeout: "2m" };
    const migrations = [ledger, insert(2), insert(3), insert(4)];
    project.write(...migrations);
    const reports = await Promise.all([project.runElsewhere().report, project.runElsewhere().report]);
    const done = reports.map((report) => ("done" in report ? report.done : report.message));
    expect(done.toSorted((a, b) => a.length - b.length)).toEqual([[], project.ids(...migrations)]);
    expect(await contents(project)).toEqual([20, 21, 30, 31, 40, 41]);
    expect(await project.states()).toEqual(Array(4).fill("applied"));
  });

  test("after a kill in the middle the status names the state, and nothing is lost or done twice", async () => {
    const project = await newProject();
    project.config = { ...project.config, lock_timeout: "2m" };
    const [slow, last] = [insert(3, SLOW[project.kind]), insert(4)];
    project.write(ledger, insert(2), slow, last);
    await startAndKill(project, slow);
    const expected = project.fixture.stateAfterKill?.(project.kind) ?? "pending";
    expect(await project.states()).toEqual(["applied", "applied", expected, "pending"]);
    if (expected !== "pending") {
      await expect(project.run()).rejects.toMatchObject({ code: "dirty" });
      // What a person would do: look, undo by hand what is there, and say so.
      await project.rows("delete from ledger where a in (30, 31)");
      await project.rows("drop table if exists burnt");
      expect(await project.resolve(slow, "rolled-back")).toMatchObject({ applied: false, state: "pending" });
    }
    project.write(ledger, insert(2), insert(3), last);
    expect((await project.run()).done).toEqual(project.ids(insert(3), last));
    expect(await contents(project)).toEqual([20, 21, 30, 31, 40, 41]);
    expect(await project.states()).toEqual(Array(4).fill("applied"));
  });

  test("SIGINT stops a run after the migration that it is at", async () => {
    const project = await newProject();
    const slow = insert(2, SLOW[project.kind]);
    project.write(ledger, slow, insert(3));
    const running = project.runElsewhere();
    await waitUntilBusy(project, running, slow);
    running.child.kill("SIGINT");
    expect(await running.report).toEqual({ done: project.ids(ledger, slow), interrupted: true });
    expect(await project.states()).toEqual(["applied", "applied", "pending"]);
    expect((await project.run()).done).toEqual(project.ids(insert(3)));
    expect(await contents(project)).toEqual([20, 21, 30, 31]);
  });
}

/** A great number of migrations. */
export function manyScenario(newProject: NewProject): void {
  test("a thousand migrations", async () => {
    const project = await newProject();
    const migrations = [ledger];
    for (let index = 2; index <= 1000; index++) {
      const up = `insert into ledger values (${index});`;
      migrations.push({ index, name: `insert_${index}`, up, down: `delete from ledger where a = ${index};` });
    }
    project.write(...migrations);
    expect((await project.run()).done).toEqual(project.ids(...migrations));
    expect(await project.states()).toEqual(Array(1000).fill("applied"));
    expect(await contents(project)).toHaveLength(999);
    expect((await project.run()).done).toEqual([]);
  });
}

type Running = ReturnType<MatrixProject["runElsewhere"]>;

async function startAndKill(project: MatrixProject, migration: LogicalMigration): Promise<void> {
  const running = project.runElsewhere();
  await waitUntilBusy(project, running, migration);
  await running.kill();
}

/** Waits until a run is in the slow statement of a migration. */
async function waitUntilBusy(
  project: MatrixProject,
  running: Running,
  migration: LogicalMigration,
): Promise<void> {
  const [id = ""] = project.ids(migration);
  await waitUntil("the slow statement runs", async () => {
    if (!running.hasStarted(id)) return false;
    if (project.kind === "pglite" || project.kind === "sqlite") return running.isBusy();
    return (await project.rows(SERVER_IS_BUSY[project.kind])).length > 0;
  });
}

const SERVER_IS_BUSY = {
  postgres:
    "select 1 as busy from pg_stat_activity where state = 'active' and query like '%pg_sleep(3)%' and pid <> pg_backend_pid()",
  mysql:
    "select 1 as busy from information_schema.processlist where info like 'do sleep(3)%' and id <> connection_id()",
} as const;
