import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MigrationError } from "../../../src/migration/migration-error.js";
import type { LogicalMigration } from "../migration-engines/engine-fixture.js";
import type { MatrixProject } from "./matrix-project.js";

/** A migration that creates the table of its number. */
export const table = (index: number): LogicalMigration => ({
  index,
  name: `make_t${index}`,
  up: `create table t${index} (a int);`,
  down: `drop table t${index};`,
});

/** Gives each test a project of its own. */
export type NewProject = () => Promise<MatrixProject>;

const failureOf = async (running: Promise<unknown>): Promise<MigrationError> => {
  const error: unknown = await running.catch((reason: unknown) => reason);
  if (!MigrationError.isInstance(error)) throw new Error(`not a MigrationError: ${String(error)}`);
  return error;
};

/** What every engine does on every database it supports, as far as it takes no time. */
export function lightScenarios(newProject: NewProject, { down }: { readonly down: boolean }): void {
  test("plan changes nothing; up goes step by step or all the way, and down back", async () => {
    const project = await newProject();
    const [one, two, three] = [table(1), table(2), table(3)];
    project.write(one, two, three);
    expect((await project.plan()).map(({ id, state, applied }) => ({ id, state, applied }))).toEqual(
      project.ids(one, two, three).map((id) => ({ id, state: "pending", applied: false })),
    );
    expect(await project.tables()).toEqual([]);
    expect(await project.run("up", 1)).toEqual({ done: project.ids(one), interrupted: false });
    expect(await project.states()).toEqual(["applied", "pending", "pending"]);
    expect((await project.run()).done).toEqual(project.ids(two, three));
    expect((await project.run()).done).toEqual([]);
    expect(await project.tables()).toEqual(["t1", "t2", "t3"]);
    const plan = await project.plan();
    expect(plan.map(({ applied, state }) => [applied, state])).toEqual(Array(3).fill([true, "applied"]));
    for (const { appliedAt } of plan) expect(appliedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z$/);
    if (!down) return;
    expect((await project.run("down", 1)).done).toEqual(project.ids(three));
    expect(await project.states()).toEqual(["applied", "applied", "pending"]);
    expect((await project.run("down")).done).toEqual(project.ids(two, one));
    expect(await project.tables()).toEqual([]);
    expect((await project.run()).done).toEqual(project.ids(one, two, three));
  });

  test("an edited file, a missing one and a late one are told, and the late one is refused or applied", async () => {
    const project = await newProject();
    const [one, two, three, four] = [table(1), table(2), table(3), table(4)];
    project.write(one, two, four);
    await project.run();
    project.write({ ...one, up: `${one.up}\n-- a comment that was not there\nselect 1;` }, three, four);
    const states = (await project.plan()).map(({ id, state }) => `${id} ${state}`).sort();
    const [first, second, third, fourth] = project.ids(one, two, three, four);
    const expected = [
      `${first} edited`,
      `${second} missing`,
      `${third} out-of-order`,
      `${fourth} applied`,
    ].sort();
    expect(states).toEqual(expected);
    project.write(one, two, three, four);
    expect(await project.states()).toEqual(["applied", "applied", "out-of-order", "applied"]);
    expect((await failureOf(project.run())).code).toBe("out_of_order");
    expect(await project.tables()).toEqual(["t1", "t2", "t4"]);
    project.config = { ...project.config, strict: false };
    expect((await project.run()).done).toEqual([third]);
    expect(await project.states()).toEqual(Array(4).fill("applied"));
  });

  test("an error in the third of five leaves two applied, and is told with its place", async () => {
    const project = await newProject();
    const [one, two, three, four, five] = [table(1), table(2), table(3), table(4), table(5)];
    const broken = { ...three, up: `${three.up}\n\n  creat table x (a int);` };
    project.write(one, two, broken, four, five);
    const error = await failureOf(project.run());
    expect(error.code).toBe("migration_failed");
    expect(error.message).toMatch(/syntax/);
    expect(error.message).toContain("creat");
    const place = project.fixture.placeOf?.(three.index, three.name, 3);
    if (place !== undefined) {
      expect(error.place).toMatchObject({ file: `db/${place.file}`, line: place.line });
    }
    const broke = project.fixture.stateAfterFailure?.(project.kind) ?? "pending";
    expect(await project.states()).toEqual(["applied", "applied", broke, "pending", "pending"]);
    if (broke === "failed") {
      expect((await failureOf(project.run())).code).toBe("dirty");
      // What a person would do: undo by hand what is there, and say so.
      if ((await project.tables()).includes("t3")) await project.rows("drop table t3");
      expect(await project.resolve(broken, "rolled-back")).toMatchObject({
        state: "pending",
        applied: false,
      });
    }
    expect(await project.tables()).toEqual(["t1", "t2"]);
    project.write(one, two, three, four, five);
    expect((await project.run()).done).toEqual(project.ids(three, four, five));
  });

  test("what was done by other means can be recorded as applied, and as rolled back, and is not run", async () => {
    const project = await newProject();
    const [one, two] = [table(1), table(2)];
    project.write(one, two);
    expect(await project.resolve(one, "applied")).toMatchObject({ applied: true, state: "applied" });
    expect(await project.states()).toEqual(["applied", "pending"]);
    expect(await project.tables()).toEqual([]);
    expect(await project.resolve(one, "rolled-back")).toMatchObject({ applied: false, state: "pending" });
    const unknown = { ...project.options(), migration: "nothing", as: "applied" } as const;
    expect((await failureOf(project.engine.resolve(unknown))).code).toBe("unknown_migration");
    expect((await project.run()).done).toEqual(project.ids(one, two));
  });

  test("a folder with nothing in it, and what is no folder, are told and change nothing", async () => {
    const project = await newProject();
    mkdirSync(join(project.folder, "empty"));
    writeFileSync(join(project.folder, "file"), "");
    for (const path of ["empty", "file", "gone"]) {
      project.path = path;
      const planned = await project.plan().catch((error: unknown) => error);
      if (path !== "empty" || !Array.isArray(planned)) {
        expect(MigrationError.isInstance(planned) && planned.message).toContain(path);
      } else expect(planned).toEqual([]);
      const ran = await project.run().catch((error: unknown) => error);
      if (path === "empty" && !(ran instanceof Error)) expect(ran).toEqual({ done: [], interrupted: false });
      else
        expect(MigrationError.isInstance(ran) && ran.message).toMatch(new RegExp(`^[^\\n]*${path}[^\\n]*$`));
    }
    expect(await project.tables()).toEqual([]);
  });
}
