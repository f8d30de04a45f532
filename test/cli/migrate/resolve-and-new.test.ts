import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { CliProject, sqlite } from "./support.js";

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.databases({ main: sqlite("main", { engine: "prisma" }), other: sqlite("other") });
  project.env = { MAIN_URL: "sqlite:main.db", OTHER_URL: "sqlite:other.db" };
});

describe("resolve", () => {
  const resolve = (...args: string[]) => project.migrate("resolve", "--database", "main", ...args);

  beforeEach(() => {
    project.write("main/20260101000000_a/migration.sql", "create table a(x int);");
    project.write("main/20260102000000_b/migration.sql", "create table b(x int);\nnonsense;");
  });

  test("ends a failed migration, named by the beginning of its id", async () => {
    expect((await project.migrate("up", "--database", "main")).stderr).toContain(
      "  Prisma has recorded it as failed. Once repaired: provc migrate resolve 20260102000000_b --rolled-back\n",
    );
    expect((await project.migrate("up", "--database", "main")).code).toBe(1);
    expect(await resolve("20260102", "--applied")).toEqual({
      code: 0,
      stdout: "Marked as applied: 20260102000000_b\n",
      stderr: "",
    });
    expect((await project.migrate("up", "--database", "main")).stdout).toBe("No pending migrations\n");
  });

  test("takes over a database, and tells the new state to a program", async () => {
    const { stdout } = await resolve("20260101", "--applied", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      as: "applied",
      databases: [
        { database: "main", engine: "prisma", migrations: [{ id: "20260101000000_a", state: "applied" }] },
      ],
    });
  });

  test.each([
    [["20260101", "--rolled-back"], "migration 20260101000000_a: it is not applied"],
    [["2026", "--applied"], '"2026" fits several migrations: 20260101000000_a, 20260102000000_b'],
    [["x", "--applied"], 'there is no migration "x"'],
    [["", "--applied"], "the migration's id is required"],
  ])("%j is refused", async (args, message) => {
    const { code, stdout, stderr } = await resolve(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
  });

  test("what is applied needs nothing", async () => {
    await project.migrate("up", "--database", "main", "--steps", "1");
    for (const as of ["--applied", "--rolled-back"]) {
      expect((await resolve("20260101", as)).stderr).toBe(
        "provc: there is nothing to resolve about migration 20260101000000_a: it is applied, and as it was then; provc migrate down reverts it\n",
      );
    }
  });

  test.each([[[]], [["--applied", "--rolled-back"]]])("with %j it is bad usage", async (args) => {
    expect(await resolve("x", ...args)).toEqual({
      code: 2,
      stdout: "",
      stderr: "provc: exactly one of --applied and --rolled-back is required\n",
    });
  });

  test("the database must be named when there are several", async () => {
    expect(await project.migrate("resolve", "x", "--applied")).toEqual({
      code: 2,
      stdout: "",
      stderr: "provc: several databases have migrations; name one with --database: [main other]\n",
    });
  });
});

describe("new", () => {
  test("creates an empty migration in the engine's form and prints its files", async () => {
    const { code, stdout } = await project.migrate("new", "Add users", "--database", "main");
    const [file = "", lock] = stdout.trimEnd().split("\n");
    expect([code, lock]).toEqual([0, "main/migration_lock.toml"]);
    expect(file).toMatch(/^main\/\d{14}_add_users\/migration\.sql$/);
    expect(readFileSync(join(project.folder, file), "utf8")).toBe("");
    expect((await project.migrate("plan", "--database", "main")).stdout).toContain("add users [pending]");
  });

  test("as JSON, without --database when there is only one", async () => {
    project.databases({ main: sqlite("main") });
    const { databases } = (await project.json("new", "b")) as { databases: { files: string[] }[] };
    expect(databases).toEqual([
      {
        database: "main",
        engine: "raw",
        strategy: "pre_deploy",
        files: [expect.stringMatching(/^main\/\d{14}_b\.sql$/)],
      },
    ]);
    expect(existsSync(join(project.folder, databases[0]?.files[0] ?? ""))).toBe(true);
  });

  test("a name without letters, and several databases, are refused", async () => {
    expect((await project.migrate("new", "--database", "main", "--", "!!")).stderr).toBe(
      'provc: "!!" has no letter or digit for a file\'s name\n',
    );
    expect((await project.migrate("new", "x")).code).toBe(2);
    expect(existsSync(join(project.folder, "main/migration_lock.toml"))).toBe(false);
  });
});
