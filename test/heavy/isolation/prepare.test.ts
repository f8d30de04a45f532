import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../support/folders.js";
import { waitUntil } from "../../support/wait-until.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const loader = fileURLToPath(import.meta.resolve("tsx"));
const cli = join(root, "src/cli/bin.ts");

interface Preparation {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<{
    readonly status: number | string | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** `provc isolation prepare`, for Python only. */
function prepare(
  state: string,
  {
    before = [],
    args = [],
    path = process.env.PATH,
  }: { before?: string[]; args?: string[]; path?: string } = {},
): Preparation {
  const command = [
    ...before,
    process.execPath,
    "--import",
    loader,
    cli,
    "isolation",
    "prepare",
    "--state",
    state,
  ];
  const [program = "", ...rest] = [...command, "--runtime", "python", ...args];
  const child = spawn(program, rest, {
    cwd: temporaryFolder(),
    env: { ...process.env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<{ status: number | string | null; stdout: string; stderr: string }>((resolve) =>
    child.once("close", (code, signal) => resolve({ status: signal ?? code, stdout, stderr })),
  );
  return { child, said: () => stderr, ended };
}

const scratchOf = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("new-")) : [];

it("makes a kernel and a root file system as a whole or not at all, whatever happens meanwhile", async () => {
  const state = join(temporaryFolder(), "state");
  const made = join(state, "cache/microvm");
  const empty = temporaryFolder();
  const steps = "making the kernel\nmaking the root file system for python\n";

  // Without a network.
  const offline = await prepare(state, { before: ["unshare", "--net"] }).ended;
  expect(offline).toMatchObject({ status: 1, stdout: "" });
  expect(offline.stderr).toMatch(/^making the kernel\nprovc: apt-get failed: E: Failed to fetch \S+ .*\n$/);
  // Where there is no Debian.
  const elsewhere = await prepare(state, { path: empty }).ended;
  expect(elsewhere.stderr).toMatch(
    /^making the kernel\nprovc: it is done with Debian's .*no apt-cache here; .*roots\n$/,
  );
  expect(readdirSync(made)).toEqual(["roots"]);

  // Killed in the middle.
  const killed = prepare(state);
  await waitUntil("it downloads", () =>
    scratchOf(made).some((name) => existsSync(join(made, name, "packages"))),
  );
  killed.child.kill("SIGKILL");
  expect((await killed.ended).status).toBe("SIGKILL");
  expect(existsSync(join(made, "kernel"))).toBe(false);
  expect(scratchOf(made)).not.toEqual([]);

  // Two at once, which clear that away.
  const both = await Promise.all([prepare(state).ended, prepare(state).ended]);
  const [first, second] = both;
  expect(first).toMatchObject({ status: 0, stderr: steps });
  expect(first.stdout).toMatch(/^kernel: \/\S+\/boot\/vmlinuz-\S+\npython: \/\S+\/roots\/python\n$/);
  expect(second).toMatchObject({ status: 0, stdout: first.stdout });
  expect([...scratchOf(made), ...scratchOf(join(made, "roots"))]).toEqual([]);
  expect(existsSync(join(made, "roots/python/usr/bin/python3"))).toBe(true);

  // Again: there is nothing to do, and nothing is needed for it.
  expect(await prepare(state, { path: empty }).ended).toEqual({
    status: 0,
    stdout: first.stdout,
    stderr: "",
  });

  // Interrupted while it makes everything anew: what was there stays.
  const before = statSync(join(made, "kernel")).ino;
  const interrupted = prepare(state, { args: ["--refresh"] });
  await waitUntil("it has begun", () => interrupted.said().includes("making the kernel"));
  await waitUntil("it downloads", () =>
    scratchOf(made).some((name) => existsSync(join(made, name, "packages"))),
  );
  interrupted.child.kill("SIGINT");
  expect(await interrupted.ended).toEqual({ status: 130, stdout: "", stderr: "making the kernel\n" });
  expect(statSync(join(made, "kernel")).ino).toBe(before);
  expect(scratchOf(made)).toEqual([]);
});
