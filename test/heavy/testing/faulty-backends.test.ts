import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import type { BackendProvider } from "../../../src/backend/provider.js";
import {
  type BackendSource,
  type BackendSubject,
  backendChecks,
  runBackendChecks,
} from "../../../src/testing/index.js";
import {
  ended,
  forward,
  OneLineError,
  type SoundConfig,
  soundBackend,
  start,
  subjectOf,
} from "../../testing/support/sound-backend.js";

type Faulty = Partial<BackendProvider<SoundConfig>>;

/** What a provider does wrong, how, and the check that has to see it. */
interface Fault {
  readonly does: string;
  readonly provider: Faulty;
  readonly seenBy: string;
  readonly saying: RegExp;
  readonly subject?: Partial<BackendSubject & BackendSource>;
}

/** Faults that show as hanging are given less time to show. */
const impatient = { patienceMs: 4_000 };
const { dev, buildDocker } = soundBackend;
const never = new Promise<never>(() => {});
let shared: Promise<{ exitCode: number }> | undefined;

const faults: readonly Fault[] = [
  {
    does: "has another id",
    provider: { id: "sund" },
    seenBy: "has the id it is registered under",
    saying: /the provider's id is "sund"/,
  },
  {
    does: "lacks a method",
    provider: { buildDocker: undefined as unknown as BackendProvider["buildDocker"] },
    seenBy: "has the methods of the contract",
    saying: /buildDocker is no function/,
  },
  {
    does: "has a schema that refuses its own settings",
    provider: {},
    subject: { validate: async () => ({ valid: false }) },
    seenBy: "has a schema that accepts its settings",
    saying: /the schema refuses/,
  },
  {
    does: "runs what it only plans",
    provider: {
      planDev: async (options) => ({
        provider: "sound",
        steps: [{ name: "Run", description: `${(await dev(options)).exitCode}` }],
      }),
    },
    seenBy: "plans without running anything",
    saying: /a plan has run the program/,
  },
  {
    does: "shows a secret in its plan",
    provider: {
      planDev: async ({ env }) => ({
        provider: "sound",
        steps: [{ name: "Run", description: JSON.stringify(env) }],
      }),
    },
    seenBy: "plans without running anything",
    saying: /a plan shows a secret/,
  },
  {
    does: "swallows the exit code",
    provider: { dev: async (options) => ({ ...(await dev(options)), exitCode: 0 }) },
    seenBy: "dev hands on the exit code",
    saying: /exit code 7 is told as something else/,
  },
  {
    does: "runs in its own folder",
    provider: { dev: (options) => dev({ ...options, workDir: process.cwd() }) },
    seenBy: "dev runs in the project's folder with the options' variables",
    saying: /another folder/,
  },
  {
    does: "drops the options' variables",
    provider: { dev: ({ env: _, ...options }) => dev(options) },
    seenBy: "dev runs in the project's folder with the options' variables",
    saying: /has not got the options' variables/,
  },
  {
    does: "swallows an output stream",
    provider: { dev: (options) => dev(withOutput(options, { stderr: new PassThrough().resume() })) },
    seenBy: "dev hands on both streams",
    saying: /standard error is not handed on/,
  },
  {
    does: "shows output only at the end",
    provider: {
      async dev(options) {
        const kept = new PassThrough();
        const status = await dev(withOutput(options, { stdout: kept }));
        options.output?.stdout.write(kept.read() ?? "");
        return status;
      },
    },
    subject: impatient,
    seenBy: "dev hands on output while the program runs",
    saying: /its output: waited in vain/,
  },
  {
    does: "never says that it is ready",
    provider: { dev: ({ onReady: _, ...options }) => dev(options) },
    subject: impatient,
    seenBy: "dev calls onReady once, and not before the program runs",
    saying: /onReady: waited in vain/,
  },
  {
    does: "says that it is ready twice",
    provider: {
      dev: (options) =>
        dev({
          ...options,
          onReady: () => {
            options.onReady?.();
            options.onReady?.();
          },
        }),
    },
    seenBy: "dev calls onReady once, and not before the program runs",
    saying: /more than once/,
  },
  {
    does: "ignores an abort",
    provider: { dev: ({ signal: _, ...options }) => dev(options) },
    subject: impatient,
    seenBy: "dev ends the program when it is aborted, and that is no failure",
    saying: /has not settled after it was aborted/,
  },
  {
    does: "takes an abort for a failure",
    provider: {
      async dev(options) {
        const status = await dev(options);
        options.signal?.throwIfAborted();
        return status;
      },
    },
    seenBy: "dev ends the program when it is aborted, and that is no failure",
    saying: /an aborted dev\(\) rejects/,
  },
  {
    does: "settles before the program has ended",
    provider: {
      async dev(options) {
        const child = start(options);
        const aborted = new Promise<number>((resolve) =>
          options.signal?.addEventListener("abort", () => resolve(130), { once: true }),
        );
        return { exitCode: await Promise.race([ended(child), aborted]) };
      },
    },
    seenBy: "dev ends the program when it is aborted, and that is no failure",
    saying: /is left running/,
  },
  {
    does: "leaks a child when it is aborted",
    provider: { dev: killingTheLeaderAlone },
    seenBy: "dev leaves no child behind when it is aborted",
    saying: /a child of the program of an aborted dev\(\) is left running/,
  },
  {
    does: "leaks a child when the program ends",
    provider: { dev: killingTheLeaderAlone },
    seenBy: "dev leaves no child behind when the program ends by itself",
    saying: /a child of a program that has ended is left running/,
  },
  {
    does: "starts although it was aborted beforehand",
    provider: {
      dev: ({ signal, ...options }) =>
        dev(signal?.aborted === true ? options : { ...options, ...(signal && { signal }) }),
    },
    seenBy: "dev starts nothing when it was aborted beforehand",
    saying: /the program was run/,
  },
  {
    does: "leaves its listener on the signal",
    provider: {
      dev(options) {
        options.signal?.addEventListener("abort", () => {});
        return dev(options);
      },
    },
    seenBy: "dev takes its listeners off the signal",
    saying: /1 listeners are left/,
  },
  {
    does: "fails with a page of text",
    provider: {
      dev: (options) =>
        dev(options).catch((error: Error) => {
          throw new OneLineError(`${error.message}\n${error.stack}`, 1);
        }),
    },
    seenBy: "dev tells in one line that the program cannot be started",
    saying: /not one line/,
  },
  {
    does: "hides that nothing was started",
    provider: { dev: (options) => dev(options).catch(() => ({ exitCode: 0 })) },
    seenBy: "dev tells in one line that the program cannot be started",
    saying: /succeeds/,
  },
  {
    does: "fails with an ordinary error",
    provider: {
      dev: (options) =>
        dev(options).catch(() => {
          throw new Error("no");
        }),
    },
    seenBy: "dev tells in one line that the program cannot be started",
    saying: /without an exit code/,
  },
  {
    does: "keeps state between calls",
    provider: {
      dev(options) {
        shared ??= dev(options).finally(() => {
          shared = undefined;
        });
        return shared;
      },
    },
    seenBy: "dev keeps no state between calls",
    saying: /mix up/,
  },
  {
    does: "returns no reference",
    provider: { buildDocker: async (options) => void (await buildDocker(options)) as unknown as string },
    seenBy: "buildDocker returns the image's reference",
    saying: /the reference is undefined/,
  },
  {
    does: "returns a reference without building",
    provider: { buildDocker: async ({ imageTag }) => imageTag },
    seenBy: "buildDocker returns the image's reference",
    saying: /the builder was not run/,
  },
  {
    does: "swallows a failed build",
    provider: { buildDocker: (options) => buildDocker(options).catch(() => options.imageTag) },
    seenBy: "buildDocker rejects with one line and the builder's exit code",
    saying: /does not reject/,
  },
  {
    does: "swallows the builder's exit code",
    provider: {
      buildDocker: (options) =>
        buildDocker(options).catch((error: Error) => {
          throw new OneLineError(error.message, 1);
        }),
    },
    seenBy: "buildDocker rejects with one line and the builder's exit code",
    saying: /the builder's exit code is not handed on/,
  },
  {
    does: "swallows the builder's output",
    provider: {
      buildDocker: (options) => buildDocker(withOutput(options, { stdout: new PassThrough().resume() })),
    },
    seenBy: "buildDocker hands on the builder's output",
    saying: /standard output is not handed on/,
  },
  {
    does: "lets a build go on that was aborted",
    provider: { buildDocker: ({ signal: _, ...options }) => buildDocker(options) },
    subject: impatient,
    seenBy: "buildDocker ends the builder when it is aborted, and rejects with the reason",
    saying: /has not settled after it was aborted/,
  },
  {
    does: "hides why a build was aborted",
    provider: {
      buildDocker: (options) =>
        buildDocker(options).catch(() => {
          throw new OneLineError("the build failed", 1);
        }),
    },
    seenBy: "buildDocker ends the builder when it is aborted, and rejects with the reason",
    saying: /something else than the reason/,
  },
  {
    does: "changes its config",
    provider: {
      dev(options) {
        Object.assign(options.config, { port: 4000 });
        return dev(options);
      },
    },
    seenBy: "leaves its options as they are",
    saying: /the options were changed/,
  },
  {
    does: "changes the environment of the process",
    provider: {
      dev(options) {
        process.env.PROVC_TEST_LEFT_BEHIND = String(Math.random());
        return dev(options);
      },
    },
    seenBy: "leaves the environment and the working directory of the process as they are",
    saying: /process\.env or process\.cwd\(\) was changed/,
  },
  {
    does: "puts a secret on the command line",
    provider: {
      buildDocker(options) {
        const run = [...options.config.run, `--build-arg=${Object.values(options.env ?? {}).join()}`];
        return buildDocker({ ...options, config: { run: run as [string, ...string[]] } });
      },
    },
    seenBy: "puts no secret on a command line or into its output",
    saying: /a secret is on a command line/,
  },
  {
    does: "logs a secret",
    provider: {
      dev(options) {
        options.output?.stderr.write(`starting with ${JSON.stringify(options.env)}\n`);
        return dev(options);
      },
    },
    seenBy: "puts no secret on a command line or into its output",
    saying: /a secret is in the output/,
  },
  {
    does: "never settles",
    provider: { dev: () => never },
    subject: { patienceMs: 500 },
    seenBy: "dev hands on the exit code",
    saying: /has not settled though its program has ended/,
  },
];

function withOutput<Options extends Parameters<typeof dev>[0]>(
  options: Options,
  other: Partial<NonNullable<Options["output"]>>,
): Options {
  const { stdout, stderr } = options.output ?? process;
  return { ...options, output: { stdout, stderr, ...other } };
}

/** As a plain `spawn` and `child.kill()` do it. */
async function killingTheLeaderAlone(options: Parameters<typeof dev>[0]): Promise<{ exitCode: number }> {
  const child = start(options, false);
  forward(child, options);
  const onAbort = (): void => void child.kill("SIGKILL");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  return { exitCode: await ended(child) };
}

describe("the contract tests see a provider that", () => {
  test.concurrent.each(faults)("$does", async ({ provider, subject, seenBy, saying }) => {
    const check = backendChecks.filter(({ name }) => name === seenBy);
    expect(check).toHaveLength(1);
    const [result] = await runBackendChecks(subjectOf(provider, subject), check);
    expect(result?.failure).toMatch(saying);
  });
});

test("each check sees at least one of them", () => {
  const seen = new Set(faults.map(({ seenBy }) => seenBy));
  expect(backendChecks.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});

test("and find nothing wrong with a sound one", async () => {
  const results = await runBackendChecks(subjectOf());
  expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
  expect(results).toHaveLength(backendChecks.length);
});
