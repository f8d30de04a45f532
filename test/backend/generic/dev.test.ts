import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import generic from "../../../src/backend/generic/index.js";
import type { BackendProvider, DevOptions } from "../../../src/backend/provider.js";
import { temporaryFolder } from "../../support/folders.js";
import { isRunning } from "../../support/processes.js";
import { TextSink } from "../../support/text-sink.js";
import { waitUntil } from "../../support/wait-until.js";

type Options = DevOptions<Parameters<typeof generic.dev>[0]["config"]>;
type Dev = NonNullable<Options["config"]["dev"]>;

let folder: string;
let output: { stdout: TextSink; stderr: TextSink };

beforeEach(() => {
  folder = temporaryFolder();
  output = { stdout: new TextSink(), stderr: new TextSink() };
});

const node = (script: string): [string, ...string[]] => [process.execPath, "-e", script];

function dev(config: Dev, more: Partial<Options> = {}): ReturnType<typeof generic.dev> {
  return generic.dev({ config: { dev: config }, workDir: folder, baseDir: folder, output, ...more });
}

test("a provider typed with its own config is a BackendProvider", () => {
  const provider: BackendProvider = generic;
  expect(provider.id).toBe("generic");
});

test("the exit code is handed on", async () => {
  await expect(dev({ command: node("process.exit(42)") })).resolves.toEqual({ exitCode: 42 });
});

describe("the working directory", () => {
  const command = node("console.log(process.cwd())");

  test("is the project's folder", async () => {
    await dev({ command });
    expect(output.stdout.text).toBe(`${realpathSync(folder)}\n`);
  });

  test("or dev.workdir, relative to the base folder and not to the project's", async () => {
    mkdirSync(join(folder, "api"));
    mkdirSync(join(folder, "project"));
    await dev({ command, workdir: "./api" }, { workDir: join(folder, "project") });
    expect(output.stdout.text).toBe(`${realpathSync(folder)}/api\n`);
  });

  test("without a base folder dev.workdir is relative to the working directory of the process", async () => {
    await generic.dev({ config: { dev: { command, workdir: "src" } }, workDir: folder, output });
    expect(output.stdout.text).toBe(`${process.cwd()}/src\n`);
  });

  test("that does not exist is named", async () => {
    const message = /^generic provider: working directory ".*gone" does not exist$/;
    await expect(dev({ command, workdir: "gone" })).rejects.toThrow(message);
  });
});

test("of the variables dev.env wins over the options, and those over the process", async () => {
  for (const name of ["A", "B", "C"]) vi.stubEnv(`PROVC_TEST_${name}`, "process");
  const script =
    "const e=process.env;console.log(e.PROVC_TEST_A,e.PROVC_TEST_B,e.PROVC_TEST_C,e.PORT,e.DEBUG)";
  await dev(
    { command: node(script), env: { PROVC_TEST_C: "config", PORT: 3000, DEBUG: true } },
    { env: { PROVC_TEST_B: "options", PROVC_TEST_C: "options" } },
  );
  expect(output.stdout.text).toBe("process options config 3000 true\n");
});

describe("readiness", () => {
  const server = "console.error('listening on port 4000');setInterval(()=>{},1e3)";

  test("is told once a line of either stream matches", async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const onReady = (): void => {
      seen.push(output.stderr.text);
      controller.abort();
    };
    const config: Dev = { command: node(server), ready_pattern: String.raw`port \d+$` };
    await expect(dev(config, { onReady, signal: controller.signal })).resolves.toMatchObject({
      signal: "SIGINT",
    });
    expect(seen).toHaveLength(1);
    expect(output.stderr.text).toBe("listening on port 4000\n");
  });

  test("without a pattern is told when the process runs", async () => {
    let ready = 0;
    await dev({ command: ["true"] }, { onReady: () => ready++ });
    expect(ready).toBe(1);
  });

  test.each([
    [0, 1],
    [3, 3],
  ])("that never comes is a failure (exit code %i)", async (code, exitCode) => {
    const config: Dev = {
      command: node(`console.log('hello');process.exitCode=${code}`),
      ready_pattern: "ready",
    };
    await expect(dev(config)).rejects.toMatchObject({
      message: "process exited before ready pattern found",
      exitCode,
    });
  });

  test("that an abort forestalls is no failure", async () => {
    const controller = new AbortController();
    const running = dev({ command: node(server), ready_pattern: "never" }, { signal: controller.signal });
    await waitUntil("it runs", () => output.stderr.text !== "");
    controller.abort();
    await expect(running).resolves.toMatchObject({ exitCode: 130 });
  });
});

describe("shutdown", () => {
  test("uses the signal of the config", async () => {
    const controller = new AbortController();
    const script = "process.on('SIGTERM',()=>process.exit(6));console.log('up');setInterval(()=>{},1e3)";
    const config: Dev = { command: node(script), ready_pattern: "up", shutdown: { signal: "SIGTERM" } };
    const running = dev(config, { signal: controller.signal, onReady: () => controller.abort() });
    await expect(running).resolves.toEqual({ exitCode: 6 });
  });

  test("kills what does not end in time, and says so", async () => {
    const controller = new AbortController();
    const file = join(folder, "pid");
    const command: [string, ...string[]] = [
      "sh",
      "-c",
      `trap '' INT TERM; sh -c "trap '' INT TERM; echo \\$\\$ > ${file}; sleep 300; sleep 300" & echo up; wait; wait`,
    ];
    const config: Dev = { command, ready_pattern: "up", shutdown: { timeout: "150ms" } };
    const running = dev(config, { signal: controller.signal }).catch((error: unknown) => error);
    await waitUntil("the grandchild runs", () => existsSync(file) && readFileSync(file, "utf8") !== "");
    controller.abort();
    expect(await running).toMatchObject({
      message: "process did not exit within 150ms, force killed",
      exitCode: 137,
    });
    expect(isRunning(Number(readFileSync(file, "utf8")))).toBe(false);
  });
});

describe("config that is wrong is refused in one line", () => {
  const of = (config: unknown): Promise<unknown> =>
    generic.dev({ config: config as Options["config"], workDir: folder, output });

  test.each([
    [{}, "generic provider: dev.command is required"],
    [{ dev: {} }, "generic provider: dev.command is required"],
    [{ dev: { command: [] } }, "generic provider: dev.command is required"],
    [{ dev: { command: [""] } }, "generic provider: dev.command is required"],
    [null, "parsing generic provider config: invalid generic provider config: it must be an object"],
    [
      { dev: { command: ["ok", 5] } },
      "parsing generic provider config: invalid generic provider config: dev.command must be a list of strings",
    ],
    [
      { dev: { command: ["ok"], shutdown: { timeout: "soon" } } },
      "parsing generic provider config: invalid generic provider config: dev.shutdown.timeout must be a duration such as 10s",
    ],
  ])("%j", async (config, message) => {
    await expect(of(config)).rejects.toMatchObject({ message, exitCode: 1 });
  });

  test("a pattern that is no regular expression", async () => {
    const error = await of({ dev: { command: ["true"], ready_pattern: "(" } }).catch(
      (reason: unknown) => reason,
    );
    expect((error as Error).message).toMatch(/^invalid ready_pattern regex: .*Unterminated group$/);
  });

  test("a command that does not exist", async () => {
    await expect(of({ dev: { command: ["no-such-server"] } })).rejects.toMatchObject({
      message: 'generic provider: command "no-such-server" not found; is it installed and on the PATH?',
      exitCode: 127,
    });
  });
});

test("the config is left as it was", async () => {
  const config = { dev: { command: node("0"), env: { A: 1 } }, build: {} };
  const before = structuredClone(config);
  const freeze = (value: object): void => {
    for (const member of Object.values(value)) if (typeof member === "object") freeze(member);
    Object.freeze(value);
  };
  freeze(config);
  await generic.dev({ config, workDir: folder, output });
  expect(config).toEqual(before);
});
