import { beforeEach, expect, test } from "vitest";
import { CliProject } from "./support.js";

// An engine with nothing beyond the first three operations, for a database that provc does not know.
const module = `
const migration = (id, applied) =>
  ({ id, description: id, applied, state: applied ? "applied" : "pending", reversible: false });
const applied = [];
const plan = async () => ["one", "two"].map((id) => migration(id, applied.includes(id)));
const provider = {
  id: "acme:log",
  plan,
  status: async () => ({ target: "a log", migrations: await plan() }),
  run: async ({ onProgress }) => {
    for (const id of ["one", "two"]) {
      const step = { migration: migration(id, false), direction: "up", index: 1, total: 2 };
      onProgress({ event: "started", ...step });
      if (id === "two") throw new Error("the log is full\\nof \\u001b[31mrubbish");
      applied.push(id);
      onProgress({ event: "finished", ...step });
    }
  },
};
export const engine = {
  id: "acme:log", kind: "migration", title: "Log", description: "", requires: { npm: {}, commands: [] },
  capabilities: CAPABILITIES, load: async () => provider, schema: { type: "object", additionalProperties: true },
};
`;
let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.databases({ main: { connection_env: "LOG", migrations: { engine: "acme:log", path: "log" } } });
  project.write("engine.mjs", module.replace("CAPABILITIES", "{}"));
});

const run = (...args: string[]) => project.migrate(...args, "--import", "./engine.mjs");

test("plan, status and up work without anything of provc's own, not even a known connection", async () => {
  expect((await run("plan")).stdout).toBe(
    "Migration plan (2 pending):\n  - one: one [pending]\n  - two: two [pending]\n",
  );
  expect((await run("status")).stdout).toContain("Database main: acme:log on a log\n");
});

test("what was done before an error of any class is told, the error in one line a piece", async () => {
  expect(await run("up")).toEqual({
    code: 1,
    stdout: "Applied migration: one\n",
    stderr: "provc: the log is full\nprovc: of \ufffd[31mrubbish\n",
  });
});

test.each([
  [
    ["up", "--dry-run"],
    'migration engine "acme:log" cannot show what a run would do; see provc migrate plan',
  ],
  [
    ["new", "x"],
    'migration engine "acme:log" cannot create migrations; write one by hand or with its own tool',
  ],
  [["resolve", "one", "--applied"], 'migration engine "acme:log" has no method resolve'],
])("%j says that the engine cannot", async (args, message) => {
  expect(await run(...args)).toEqual({ code: 1, stdout: "", stderr: `provc: ${message}\n` });
});

test("its capabilities count as those of any engine", async () => {
  project.write("engine.mjs", module.replace("CAPABILITIES", '{ databases: ["mysql"], down: false }'));
  project.env.LOG = "sqlite:log.db";
  const refusal = 'engine "acme:log" does not migrate sqlite databases; it supports mysql';
  expect((await run("up")).stderr).toBe(`provc: ${refusal}\n`);
  expect((await project.run("validate", "--import", "./engine.mjs")).stdout).toContain(refusal);
  project.write("other.mjs", module.replace("CAPABILITIES", '{ databases: ["oracle"], down: false }'));
  expect((await project.migrate("plan", "--import", "./other.mjs")).code).toBe(0);
});
