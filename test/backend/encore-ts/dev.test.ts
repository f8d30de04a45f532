import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createBackendRegistry } from "../../../generated/backend/registry.js";
import encore from "../../../src/backend/encore-ts/index.js";
import type { DevOptions } from "../../../src/backend/provider.js";
import { temporaryFolder } from "../../support/folders.js";
import { TextSink } from "../../support/text-sink.js";
import { type EncoreProject, encoreProject } from "../support/fake-encore.js";

type Options = DevOptions<Parameters<typeof encore.dev>[0]["config"]>;
type Dev = NonNullable<Options["config"]["dev"]>;

let folder: string;
let project: EncoreProject;
let output: { stdout: TextSink; stderr: TextSink };
let listen: string;

beforeEach(async () => {
  folder = temporaryFolder();
  project = encoreProject(folder);
  output = { stdout: new TextSink(), stderr: new TextSink() };
  listen = `127.0.0.1:${await freePort()}`;
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const options = (config: Dev, more: Partial<Options> = {}): Options => ({
  config: { dev: { listen, ...config } },
  workDir: folder,
  baseDir: folder,
  output,
  ...more,
  env: { ...project.env, ...more.env },
});

/** Runs the app until it is ready, then ends it. */
async function dev(
  config: Dev,
  more: Partial<Options> = {},
): Promise<Awaited<ReturnType<typeof encore.dev>>> {
  const controller = new AbortController();
  return await encore.dev(
    options(config, { ...more, signal: controller.signal, onReady: () => controller.abort() }),
  );
}

const failure = (config: Dev, more: Partial<Options> = {}): Promise<unknown> =>
  encore.dev(options(config, more)).then(
    () => undefined,
    (error: unknown) => error,
  );

const secretCalls = () => project.calls().filter(({ argv }) => argv[0] === "secret");

test("the app is run where it is, its output is live, and SIGINT ends it gracefully", async () => {
  await expect(dev({})).resolves.toEqual({ exitCode: 0 });
  expect(project.calls()).toEqual([
    { argv: ["run", "--watch", "--listen", listen], cwd: realpathSync(folder), env: {} },
  ]);
  expect(output.stderr.text).toContain("Encore development server running!");
});

test("the default is to listen on port 4000 of every address", async () => {
  const plan = await encore.planDev({ config: {}, workDir: folder, baseDir: folder });
  expect(plan.steps.at(-1)?.command).toEqual(["encore", "run", "--watch", "--listen", "0.0.0.0:4000"]);
});

test("entrypoint becomes the folder that encore runs in; no flag is passed for it", async () => {
  mkdirSync(join(folder, "services/backend"), { recursive: true });
  await dev({ workdir: "services", entrypoint: "./backend" });
  const [call] = project.calls();
  expect(call?.cwd).toBe(join(realpathSync(folder), "services/backend"));
  expect(call?.argv).not.toContain("--entrypoint");
});

describe("secrets", () => {
  const env = { DOMAIN: "shop.test", API_DOMAIN: "api shop\nline 2" };

  test("are set one by one in the config's order before the app runs, their values on standard input", async () => {
    await dev({ secrets: { from_env: ["DOMAIN", "API_DOMAIN"] } }, { env });
    const types = ["--type", "dev", "--type", "preview", "--type", "local"];
    expect(project.calls().map(({ argv, stdin }) => [argv, stdin])).toEqual([
      [["secret", "set", ...types, "DOMAIN"], "shop.test"],
      [["secret", "set", ...types, "API_DOMAIN"], "api shop\nline 2"],
      [["run", "--watch", "--listen", listen], undefined],
    ]);
  });

  test("are never in an argument, in the output or in a plan", async () => {
    await dev({ secrets: { from_env: ["DOMAIN"] } }, { env });
    const plan = await encore.planDev(options({ secrets: { from_env: ["DOMAIN"] } }, { env }));
    const seen = [project.calls().map(({ argv }) => argv), output.stdout.text, output.stderr.text, plan];
    expect(JSON.stringify(seen)).not.toContain("shop.test");
  });

  test("may be spelt encore_secrets, with types of their own", async () => {
    await dev({ encore_secrets: { types: ["prod"], from_env: ["DOMAIN"] } }, { env });
    expect(secretCalls().map(({ argv }) => argv)).toEqual([["secret", "set", "--type", "prod", "DOMAIN"]]);
  });

  test("that are unset or empty are skipped with a warning, and are never set to nothing", async () => {
    await dev({ secrets: { from_env: ["GONE_X", "EMPTY_X", "DOMAIN"] } }, { env: { ...env, EMPTY_X: "" } });
    expect(secretCalls().map(({ argv }) => argv.at(-1))).toEqual(["DOMAIN"]);
    expect(output.stderr.text).toContain(
      "encore-ts: warning: Missing environment variable for secret sync: GONE_X\n" +
        "encore-ts: warning: Missing environment variable for secret sync: EMPTY_X\n",
    );
  });

  test("may come from the environment of the process and from env files, which win", async () => {
    vi.stubEnv("PROVC_TEST_SECRET_A", "process");
    vi.stubEnv("PROVC_TEST_SECRET_B", "process");
    writeFileSync(join(folder, ".env.local"), "PROVC_TEST_SECRET_B=file\n");
    await dev({
      secrets: { from_env: ["PROVC_TEST_SECRET_A", "PROVC_TEST_SECRET_B"] },
      env_from: [".env.local"],
    });
    expect(secretCalls().map(({ stdin }) => stdin)).toEqual(["process", "file"]);
  });

  test("that cannot be set end it before the app runs, in one line without any value", async () => {
    const text = 'error: not logged in: run "encore auth login"\n  (value: VALUE, shop.test)';
    const error = await failure(
      { secrets: { from_env: ["API_DOMAIN", "DOMAIN"] } },
      { env: { ...env, FAKE_ENCORE_SECRET_ERROR: text } },
    );
    expect(error).toMatchObject({
      category: "SECRET_SYNC_FAILED",
      exitCode: 1,
      message:
        "[encore-ts/dev/SECRET_SYNC_FAILED] setting encore secret API_DOMAIN: " +
        'error: not logged in: run "encore auth login" (value: ***, ***)',
    });
    expect(project.calls()).toHaveLength(1);
  });

  test("have the complaint about them cut at 500 bytes", async () => {
    const error = await failure(
      { secrets: { from_env: ["DOMAIN"] } },
      { env: { ...env, FAKE_ENCORE_SECRET_ERROR: "ä".repeat(400) } },
    );
    expect((error as { detail: string }).detail).toBe(`${"ä".repeat(250)}...`);
  });
});

describe("env files", () => {
  test("are read from the working directory; the last wins over the others, and all over the options", async () => {
    mkdirSync(join(folder, "services/app"), { recursive: true });
    writeFileSync(join(folder, "services/one.env"), "A=one\nB=one\nC=one\n");
    writeFileSync(join(folder, "services/two.env"), "B=two\nC=two\n");
    writeFileSync(join(folder, "services/three.env"), "C=three\n");
    await dev(
      { workdir: "services", entrypoint: "app", env_from: ["two.env", "three.env"], env_file: "one.env" },
      { env: { A: "options", D: "options", FAKE_RECORD: "A,B,C,D" } },
    );
    expect(project.calls()[0]?.env).toEqual({ A: "one", B: "two", C: "three", D: "options" });
  });

  test("that cannot be read are warnings", async () => {
    await expect(dev({ env_from: ["gone.env", "bin"] })).resolves.toEqual({ exitCode: 0 });
    expect(output.stderr.text).toContain(
      'encore-ts: warning: env_file does not exist: "gone.env"\n' +
        'encore-ts: warning: env_file cannot be read: "bin" (EISDIR)\n',
    );
  });
});

test("telemetry and certificates are variables of the app", async () => {
  const names = "DISABLE_ENCORE_TELEMETRY,NODE_EXTRA_CA_CERTS";
  writeFileSync(join(folder, "ca.pem"), "");
  await dev({ disable_telemetry: true, node_extra_ca_certs: "./ca.pem" }, { env: { FAKE_RECORD: names } });
  expect(project.calls()[0]?.env).toEqual({
    DISABLE_ENCORE_TELEMETRY: "1",
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
  });
});

describe("a failure has a category", () => {
  test("without the binary, before the config is looked at", async () => {
    expect(await failure({ listen: "" }, { env: { PATH: folder } })).toMatchObject({
      category: "PROVIDER_NOT_AVAILABLE",
      exitCode: 127,
      message:
        "[encore-ts/dev/PROVIDER_NOT_AVAILABLE] encore binary not found: " +
        "encore CLI must be installed and available in PATH",
    });
  });

  test.each([
    [{ listen: "" }, "INVALID_CONFIG", "dev.listen is required"],
    [
      { secrets: {}, encore_secrets: {} },
      "INVALID_CONFIG",
      "dev.secrets and dev.encore_secrets mean the same; give one of them",
    ],
    [{ entrypoint: "gone" }, "INVALID_PROJECT", 'dev.entrypoint "gone" is not a folder'],
  ])("with the config %j", async (config, category, message) => {
    expect(await failure(config)).toMatchObject({
      category,
      exitCode: 1,
      message: `[encore-ts/dev/${category}] ${message}`,
    });
    expect(project.calls()).toEqual([]);
  });

  test("when the app fails, with its exit code", async () => {
    expect(await failure({}, { env: { FAKE_ENCORE_RUN_EXIT: "3" } })).toMatchObject({
      category: "DEV_SERVER_FAILED",
      exitCode: 3,
      message: "[encore-ts/dev/DEV_SERVER_FAILED] encore dev server failed: exit code: 3",
    });
    expect(output.stderr.text).toContain("compilation failed");
  });
});

test("an abort while secrets are set runs no app", async () => {
  const controller = new AbortController();
  const running = encore.dev(
    options(
      { secrets: { from_env: ["DOMAIN", "EMPTY_X"] } },
      {
        env: { DOMAIN: "shop.test" },
        signal: controller.signal,
        output: { stdout: output.stdout, stderr: abortingSink(controller) },
      },
    ),
  );
  await expect(running).resolves.toEqual({ exitCode: 130, signal: "SIGINT" });
  expect(project.calls().map(({ argv }) => argv[0])).toEqual(["secret"]);
});

/** Aborts as soon as something is written to it: here, the warning after the first secret. */
function abortingSink(controller: AbortController): TextSink {
  const sink = new TextSink();
  const write = sink._write.bind(sink);
  sink._write = (chunk, encoding, done) => {
    controller.abort();
    write(chunk, encoding, done);
  };
  return sink;
}

test("a plan names every step in order with its exact command, and runs nothing", async () => {
  writeFileSync(join(folder, ".env.local"), "DOMAIN=x\n");
  const plan = await encore.planDev(
    options({ env_from: [".env.local"], secrets: { types: ["dev", "local"], from_env: ["DOMAIN"] } }),
  );
  expect(plan.steps.map(({ name, command }) => [name, command?.join(" ")])).toEqual([
    ["CheckEncoreAvailable", undefined],
    ["ReadEnvFile", undefined],
    ["SetSecret", "encore secret set --type dev --type local DOMAIN"],
    ["RunDevServer", `encore run --watch --listen ${listen}`],
  ]);
  expect(project.calls()).toEqual([]);
});

describe("the config of the documentation and its other spelling", () => {
  test.each([
    {
      secrets: { types: ["dev", "preview", "local"], from_env: ["DOMAIN", "API_DOMAIN"] },
      entrypoint: "./backend",
      env_from: [".env.local"],
      listen: "0.0.0.0:4000",
    },
    {
      encore_secrets: { types: ["dev"], from_env: ["DOMAIN"] },
      env_file: ".env.local",
      workdir: "./backend",
      listen: "0.0.0.0:4000",
      disable_telemetry: true,
      node_extra_ca_certs: "ca.pem",
    },
  ])("is valid: %j", async (section) => {
    expect(await createBackendRegistry().validate("encore-ts", { dev: section })).toMatchObject({
      valid: true,
    });
  });

  test("but a type that Encore does not know is not", async () => {
    const config = { dev: { secrets: { types: ["staging"] } } };
    expect(await createBackendRegistry().validate("encore-ts", config)).toMatchObject({ valid: false });
  });
});
