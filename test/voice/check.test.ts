import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CliRun } from "../cli/support/cli.js";
import { runHere } from "../cli/support/in-process.js";
import { temporaryFolder } from "../support/folders.js";
import { FakeVapi } from "./fakes/fake-vapi.js";

let fake: FakeVapi;
let folder: string;

beforeEach(async () => {
  fake = new FakeVapi();
  await fake.server.listen();
  folder = temporaryFolder();
});
afterEach(async () => {
  expect(fake.server.violations).toEqual([]);
  await fake.server.close();
});

function check(
  vapi: object,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<CliRun> {
  const voice = {
    provider: "vapi",
    max_retries: 0,
    providers: { vapi: { api_url: fake.server.url, ...vapi } },
  };
  writeFileSync(join(folder, "stagecraft.yml"), JSON.stringify({ project: { name: "shop" }, voice }));
  return runHere(["voice", "check", ...args], { cwd: folder, env });
}

test("a backend that can be used, its key from the environment", async () => {
  const run = await check({ assistant_id: "a" }, [], { VAPI_API_KEY: fake.key });
  expect(run).toEqual({ code: 0, stdout: "vapi: healthy\n", stderr: "" });
  expect(fake.calls.size).toBe(0);
});

test("a key that is refused is not told", async () => {
  const run = await check({ assistant_id: "a", api_key: "sk-canary" }, ["--json"]);
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    version: 1,
    provider: "vapi",
    status: "unhealthy",
    reasons: ["the vendor answered 401: Invalid Key."],
    details: { code: "authentication_failed" },
  });
  expect(run.stdout + run.stderr).not.toContain("canary");
});

test("what the schema cannot say is said before anything is asked", async () => {
  const run = await check({ api_key: fake.key });
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr).toContain(
    "stagecraft.yml: one of assistant_id, assistant, squad_id and workflow_id is required for Vapi provider",
  );
  expect(fake.server.requests).toEqual([]);
});

test("a document without a voice backend", async () => {
  writeFileSync(join(folder, "stagecraft.yml"), JSON.stringify({ project: { name: "shop" } }));
  const run = await runHere(["voice", "check"], { cwd: folder });
  expect(run).toEqual({
    code: 1,
    stdout: "",
    stderr: "provc: no voice configuration found in stagecraft.yml\n",
  });
});
