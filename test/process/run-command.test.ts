import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { CommandError } from "../../src/process/command-error.js";
import { type RunCommandOptions, runCommand } from "../../src/process/run-command.js";
import { temporaryFolder } from "../support/folders.js";
import { isRunning } from "../support/processes.js";
import { TextSink } from "../support/text-sink.js";
import { waitUntil } from "../support/wait-until.js";

function options(command: readonly string[], more: Partial<RunCommandOptions> = {}): RunCommandOptions {
  return {
    command,
    cwd: process.cwd(),
    env: process.env,
    stdin: "ignore",
    output: { stdout: new TextSink(), stderr: new TextSink() },
    shutdown: { signal: "SIGINT", timeoutMs: 10_000 },
    ...more,
  };
}

const node = (script: string, ...args: string[]): string[] => [process.execPath, "-e", script, ...args];

function pidIn(file: string): number {
  return Number(readFileSync(file, "utf8"));
}

/** A shell that starts a child of its own, writes that child's pid to a file and waits for it. */
const family = (file: string, trap = ""): string[] => [
  "sh",
  "-c",
  `${trap} sleep 300 & echo $! > ${file}.part; mv ${file}.part ${file}; wait; wait`,
];

describe("a command that ends by itself", () => {
  test("gives its exit code and its output on the right streams", async () => {
    const output = { stdout: new TextSink(), stderr: new TextSink() };
    const script = "process.stdout.write('out');process.stderr.write('err');process.exitCode=7";
    await expect(runCommand(options(node(script), { output }))).resolves.toEqual({
      exitCode: 7,
      forced: false,
    });
    expect([output.stdout.text, output.stderr.text]).toEqual(["out", "err"]);
  });

  test("hands on all of a large output", async () => {
    const output = { stdout: new TextSink(), stderr: new TextSink() };
    await runCommand(options(node("process.stdout.write('x'.repeat(3_000_000))"), { output }));
    expect(output.stdout.text).toHaveLength(3_000_000);
  });

  test("reports the signal that ended it as shells do", async () => {
    const result = await runCommand(options(["sh", "-c", "kill -TERM $$"]));
    expect(result).toEqual({ exitCode: 143, signal: "SIGTERM", forced: false });
  });

  test("gets its arguments as they are, with no shell in between", async () => {
    const output = { stdout: new TextSink(), stderr: new TextSink() };
    const odd = ["$HOME", "a b", "*", "; exit 3", "`id`"];
    await runCommand(options(node("console.log(JSON.stringify(process.argv.slice(1)))", ...odd), { output }));
    expect(JSON.parse(output.stdout.text)).toEqual(odd);
  });

  test("takes with it what it has left running in its group", async () => {
    const file = join(temporaryFolder(), "pid");
    await runCommand(options(["sh", "-c", `sleep 300 & echo $! > ${file}`]));
    expect(isRunning(pidIn(file))).toBe(false);
  });

  test("does not wait for a daemon that holds its output", async () => {
    const file = join(temporaryFolder(), "pid");
    const result = await runCommand(options(["sh", "-c", `setsid sleep 300 & echo $! > ${file}`]));
    expect(result.exitCode).toBe(0);
    process.kill(pidIn(file), "SIGKILL");
  });
});

test("a command whose reader has gone away notices, as it would without a pipe in between", async () => {
  const gone = new Writable({ write: (_chunk, _encoding, done) => done(new Error("nobody reads")) });
  gone.on("error", () => {});
  const result = await runCommand(options(["yes"], { output: { stdout: gone, stderr: new TextSink() } }));
  expect(result.exitCode).not.toBe(0);
});

describe("a command that cannot start", () => {
  test.each([
    [
      ["no-such-command-here"],
      'command "no-such-command-here" not found; is it installed and on the PATH?',
      127,
    ],
    [[""], "the command is empty", 127],
    [[], "the command is empty", 127],
    [["sh", "nul\0"], 'cannot start command "sh": ', 126],
  ])("%j names it in one line", async (command, message, exitCode) => {
    const error = await runCommand(options(command)).catch((reason: unknown) => reason);
    expect(CommandError.isInstance(error) && error.exitCode).toBe(exitCode);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain("\n");
  });

  test("is told apart from a file that is not executable", async () => {
    const file = join(temporaryFolder(), "script");
    writeFileSync(file, "echo\n", { mode: 0o644 });
    await expect(runCommand(options([file]))).rejects.toMatchObject({ exitCode: 126 });
  });

  test("is told apart from a missing working directory", async () => {
    const cwd = join(temporaryFolder(), "gone");
    await expect(runCommand(options(["true"], { cwd }))).rejects.toThrow(
      /working directory ".*gone" does not exist/,
    );
  });
});

describe("an abort", () => {
  test("ends the whole group with the signal asked for", async () => {
    const file = join(temporaryFolder(), "pid");
    const controller = new AbortController();
    const running = runCommand(options(family(file), { signal: controller.signal }));
    await waitUntil("the grandchild runs", () => existsSync(file));
    controller.abort();
    await expect(running).resolves.toMatchObject({ signal: "SIGINT", forced: false });
    expect(isRunning(pidIn(file))).toBe(false);
  });

  test("lets the command end in its own way, and hands on its code", async () => {
    const controller = new AbortController();
    const script =
      "process.on('SIGINT',()=>{console.log('bye');process.exit(5)});setInterval(()=>{},1e3);console.log('up')";
    const output = { stdout: new TextSink(), stderr: new TextSink() };
    const onLine = (line: string): void => {
      if (line === "up") controller.abort();
    };
    const result = await runCommand(options(node(script), { signal: controller.signal, output, onLine }));
    expect(result).toEqual({ exitCode: 5, forced: false });
    expect(output.stdout.text).toBe("up\nbye\n");
  });

  test("kills a group that does not end in time, the deaf grandchild included", async () => {
    const file = join(temporaryFolder(), "pid");
    const controller = new AbortController();
    const command = ["sh", "-c", `trap '' INT; (trap '' INT; exec sleep 300) & echo $! > ${file}; wait`];
    const shutdown = { signal: "SIGINT", timeoutMs: 200 } as const;
    const running = runCommand(options(command, { signal: controller.signal, shutdown }));
    await waitUntil("the grandchild runs", () => existsSync(file) && readFileSync(file, "utf8") !== "");
    controller.abort();
    await expect(running).resolves.toEqual({ exitCode: 137, signal: "SIGKILL", forced: true });
    expect(isRunning(pidIn(file))).toBe(false);
  });

  test("before the start starts nothing", async () => {
    const file = join(temporaryFolder(), "made");
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(runCommand(options(["touch", file], { signal }))).rejects.toThrow("stop");
    expect(existsSync(file)).toBe(false);
  });

  test("leaves no listener on the signal when the command has ended", async () => {
    const controller = new AbortController();
    let added = 0;
    let removed = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      added++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      removed++;
      remove(...args);
    };
    await runCommand(options(["true"], { signal }));
    expect(removed).toBe(added);
  });
});

describe("lines", () => {
  test("come whole, from both streams, without colours, the last without a line end too", async () => {
    const lines: string[] = [];
    const script =
      "process.stdout.write('one\\ntw');setTimeout(()=>{process.stdout.write('o\\r\\n\\u001b[32mgreen\\u001b[0m\\nlast')},50);process.stderr.write('error\\n')";
    await runCommand(options(node(script), { onLine: (line) => lines.push(line) }));
    expect(lines.toSorted()).toEqual(["error", "green", "last", "one", "two"]);
  });
});

test("a group is killed when the process that runs it exits", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "pid");
  const script = join(folder, "exit-early.ts");
  const module = new URL("../../src/process/run-command.ts", import.meta.url).href;
  writeFileSync(
    script,
    `import { existsSync } from "node:fs";
     import { runCommand } from ${JSON.stringify(module)};
     void runCommand({ command: ${JSON.stringify(family(file))}, cwd: ".", env: process.env, stdin: "ignore",
       shutdown: { signal: "SIGINT", timeoutMs: 10000 } });
     setInterval(() => { if (existsSync(${JSON.stringify(file)})) process.exit(9); }, 20);`,
  );
  const result = await runCommand(options([process.execPath, "--import", "tsx", script]));
  expect(result.exitCode).toBe(9);
  expect(isRunning(pidIn(file))).toBe(false);
});
