import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { CliProject, sqlite } from "../../cli/migrate/support.js";
import { cliFile } from "../../cli/support/cli.js";
import { waitUntil } from "../../support/wait-until.js";

// Seconds of work in one statement, which nothing but its end can interrupt.
const slow = `create table burn as with recursive c(x) as (select 1 union all select x + 1 from c where x < 8000000)
  select max(x) as m from c;`;

test("SIGINT ends a run after the migration that it is at, and names what is not run", async () => {
  const project = new CliProject();
  project.databases({ main: sqlite("main"), later: sqlite("later") });
  project.env = { MAIN_URL: "sqlite:main.db", LATER_URL: "sqlite:later.db" };
  project.write("main/1_first.sql", "create table first(x int);");
  project.write("main/2_slow.sql", slow);
  project.write("main/3_last.sql", "create table last(x int);");
  project.write("later/1.sql", "create table later(x int);");
  const child = spawn(process.execPath, [cliFile, "migrate", "up"], {
    cwd: project.folder,
    env: { ...process.env, ...project.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  await waitUntil("the first migration is applied", () => stdout.includes("1_first.sql"));
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect([code, stderr]).toEqual([
    130,
    "provc: not run: later\nprovc: interrupted; what is listed above is done\n",
  ]);
  // The signal may have come just before the second one began.
  const done = stdout.split("\n").filter((line) => line.startsWith("Applied")).length;
  expect([1, 2]).toContain(done);
  const status = await project.migrate("status", "--database", "main");
  expect(status.stdout).toContain(`${done} applied, ${3 - done} pending`);
});
