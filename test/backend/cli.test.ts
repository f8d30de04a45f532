import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type CliRun, cliFile, runCli } from "../cli/support/cli.js";
import { runHere } from "../cli/support/in-process.js";
import { temporaryFolder } from "../support/folders.js";
import { isRunning } from "../support/processes.js";
import { waitUntil } from "../support/wait-until.js";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

/** Writes a document with this backend section, JSON in YAML. */
function document(generic: unknown, file = "stagecraft.yml"): void {
  const backend = generic === undefined ? {} : { backend: { provider: "generic", providers: { generic } } };
  writeFileSync(join(folder, file), JSON.stringify({ project: { name: "shop" }, ...backend }));
}

/** The command line as a process: what it starts shares its streams. */
const provc = (...args: string[]): Promise<CliRun> => runCli(args, { cwd: folder });
/** The same where nothing of a backend's is printed. */
const provcHere = (...args: string[]): Promise<CliRun> => runHere(args, { cwd: folder });

describe("provc dev", () => {
  test("runs the backend in the document's folder, live, and ends with its exit code", async () => {
    document({ dev: { command: ["sh", "-c", "pwd; echo oops >&2; exit 7"] } });
    expect(await provc("dev")).toEqual({ code: 7, stdout: `${realpathSync(folder)}\n`, stderr: "oops\n" });
  });

  test("takes relative paths from the folder of --config", async () => {
    mkdirSync(join(folder, "shop", "api"), { recursive: true });
    document({ dev: { command: ["pwd"], workdir: "api" } }, "shop/stagecraft.yml");
    const { stdout } = await provc("dev", "--config", "shop/stagecraft.yml");
    expect(stdout).toBe(`${realpathSync(folder)}/shop/api\n`);
  });

  test("resolves variables in the config", async () => {
    document({
      dev: { command: ["sh", "-c", "echo $GREETING"], env: { GREETING: "${NOT_SET_HERE:-hello}" } },
    });
    expect((await provc("dev")).stdout).toBe("hello\n");
  });

  test.each([
    [
      { dev: { command: ["no-such-server"] } },
      127,
      'generic provider: command "no-such-server" not found; is it installed and on the PATH?',
    ],
    [{ dev: { command: ["true"], ready_pattern: "up" } }, 1, "process exited before ready pattern found"],
    [{}, 1, "generic provider: dev.command is required"],
    [undefined, 1, "no backend configuration found in stagecraft.yml"],
  ])("%j ends with one line", async (generic, code, message) => {
    document(generic);
    expect(await provc("dev")).toEqual({ code, stdout: "", stderr: `provc: ${message}\n` });
  });

  test("shows what is wrong with the document and runs nothing", async () => {
    document({ dev: { comand: ["touch", "made"] } });
    const { code, stderr } = await provcHere("dev");
    expect(code).toBe(1);
    expect(stderr).toContain(
      'unknown field "comand" in backend.providers.generic.dev; did you mean "command"?',
    );
    expect(existsSync(join(folder, "made"))).toBe(false);
  });

  test("without a document says what it looked for", async () => {
    expect(await provcHere("dev")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^provc: .*stagecraft\.yml.*\n$/),
    });
  });
});

describe("a signal to provc dev", () => {
  /** A backend with a child of its own, which writes its pid to `pid` when all is up. */
  const family = (trap: string): string[] => [
    "sh",
    "-c",
    `${trap} sh -c "${trap} echo \\$\\$ > part; mv part pid; sleep 300; sleep 300" & wait; wait`,
  ];

  async function start(
    command: string[],
    shutdown: object = {},
  ): Promise<{ child: ChildProcess; ended: Promise<unknown> }> {
    document({ dev: { command, shutdown } });
    const child = spawn(process.execPath, [cliFile, "dev"], { cwd: folder, stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
    await waitUntil("the backend is up", () => existsSync(join(folder, "pid")));
    return { child, ended };
  }

  const grandchild = (): number => Number(readFileSync(join(folder, "pid"), "utf8"));

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends the whole group", async (signal) => {
    const { child, ended } = await start(family(""), { signal: "SIGTERM" });
    child.kill(signal);
    expect(await ended).toBe(143);
    expect(isRunning(grandchild())).toBe(false);
  });

  test("a second one kills a group that is deaf to the first", async () => {
    const { child, ended } = await start(family("trap '' INT TERM;"), { timeout: "1h" });
    child.kill("SIGINT");
    const again = setInterval(() => child.kill("SIGINT"), 100);
    expect(await ended).toBe(130);
    clearInterval(again);
    await waitUntil("the group is gone", () => !isRunning(grandchild()));
  });
});

describe("provc dev --dry-run", () => {
  const config = {
    dev: {
      command: ["sh", "-c", "touch made"],
      workdir: "api",
      env: { TOKEN: "s3cr3t" },
      ready_pattern: "up",
    },
  };

  test("prints the steps and the exact command, and runs nothing", async () => {
    document(config);
    expect(await provcHere("dev", "--dry-run")).toEqual({
      code: 0,
      stderr: "",
      stdout: `Provider: generic
  1. RunCommand: Would run: sh -c 'touch made'
     command:   sh -c 'touch made'
     folder:    api
     variables: TOKEN
  2. AwaitReadiness: Would wait for a line that matches "up"
  3. Shutdown: Would end it with SIGINT, and kill it after 10s
Nothing was run.
`,
    });
    expect(existsSync(join(folder, "made"))).toBe(false);
  });

  test("prints JSON", async () => {
    document(config);
    const { stdout } = await provcHere("dev", "--dry-run", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      provider: "generic",
      steps: [
        { name: "RunCommand", command: ["sh", "-c", "touch made"], folder: "api", variables: ["TOKEN"] },
        {},
        {},
      ],
    });
  });

  test("finds what it can of what is wrong", async () => {
    document({});
    expect(await provcHere("dev", "--dry-run")).toMatchObject({
      code: 1,
      stderr: "provc: generic provider: dev.command is required\n",
    });
  });

  test("is what --json is for", async () => {
    document(config);
    expect(await provcHere("dev", "--json")).toMatchObject({
      code: 2,
      stderr: "provc: --json needs --dry-run\n",
    });
  });
});

test("the example's backend really runs, and ends when it is asked to", async () => {
  cpSync(new URL("../../examples/stagecraft", import.meta.url), folder, {
    recursive: true,
    filter: (file) => !file.endsWith(".provc"),
  });
  const env = { ...process.env, PORT: "0" };
  const child = spawn(process.execPath, [cliFile, "dev"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve(signal ?? code)));
  await waitUntil("it listens", () => /listening on port \d+\n/.test(output));
  const port = /port (\d+)/.exec(output)?.[1];
  const response = await fetch(`http://127.0.0.1:${port}/hello`);
  expect(await response.json()).toEqual({ method: "GET", path: "/hello" });
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(output).toMatch(/\nclosed\n$/);
});
