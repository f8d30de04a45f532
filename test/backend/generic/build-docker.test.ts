import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import generic from "../../../src/backend/generic/index.js";
import type { BuildDockerOptions } from "../../../src/backend/provider.js";
import { fakeCommand } from "../../support/fake-command.js";
import { tempFolder } from "../../support/temp-folder.js";
import { TextSink } from "../../support/text-sink.js";
import { waitUntil } from "../../support/wait-until.js";

type Options = BuildDockerOptions<Parameters<typeof generic.buildDocker>[0]["config"]>;

let folder: string;
let env: Record<string, string>;
let output: { stdout: TextSink; stderr: TextSink };

beforeEach(() => {
  folder = tempFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const PATH = fakeCommand(bin, "docker", new URL("../fixtures/fake-docker.mjs", import.meta.url));
  env = { PATH, FAKE_DOCKER_LOG: join(folder, "calls") };
  output = { stdout: new TextSink(), stderr: new TextSink() };
});

const build = (config: Options["config"], more: Partial<Options> = {}): Promise<string> =>
  generic.buildDocker({
    config,
    imageTag: "shop:1.0",
    workDir: folder,
    baseDir: folder,
    env,
    output,
    ...more,
  });

function calls(): { argv: string[]; cwd: string; mark?: string; stdin: string }[] {
  const log = join(folder, "calls");
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("docker is called", () => {
  test("with Dockerfile and context as the config has them, from the base folder", async () => {
    const config = { build: { dockerfile: "./backend/Dockerfile", context: "./backend" } };
    await expect(build(config)).resolves.toBe("shop:1.0");
    expect(calls()).toEqual([
      {
        argv: ["build", "-t", "shop:1.0", "-f", "./backend/Dockerfile", "./backend"],
        cwd: realpathSync(folder),
        stdin: "",
      },
    ]);
  });

  test("with the defaults: `Dockerfile`, and the project's folder as context", async () => {
    await build({});
    expect(calls()[0]?.argv).toEqual(["build", "-t", "shop:1.0", "-f", "Dockerfile", folder]);
  });

  test("with the variables that it is given", async () => {
    await build({}, { env: { ...env, MARK: "seen" } });
    expect(calls()[0]?.mark).toBe("seen");
  });

  test("with a context whose name looks like an option made a path", async () => {
    await build({ build: { context: "--rm" } });
    expect(calls()[0]?.argv.at(-1)).toBe("./--rm");
  });

  test("and its output is handed on, each stream to its own", async () => {
    await build({});
    expect([output.stdout.text, output.stderr.text]).toEqual(["step 1/1\n", "progress\n"]);
  });
});

describe("a failure", () => {
  test("of docker is told with its exit code", async () => {
    const failing = build({}, { env: { ...env, FAKE_DOCKER_EXIT: "17" } });
    await expect(failing).rejects.toMatchObject({
      message: "docker build failed: exit status 17",
      exitCode: 17,
    });
  });

  test("to find docker names it", async () => {
    await expect(build({}, { env: { PATH: folder } })).rejects.toMatchObject({
      message: 'docker build failed: command "docker" not found; is it installed and on the PATH?',
      exitCode: 127,
    });
  });

  test("to name an image is refused before anything runs", async () => {
    await expect(build({}, { imageTag: "" })).rejects.toThrow("the image tag is empty");
    expect(calls()).toEqual([]);
  });
});

test("an abort ends docker and rejects with its reason", async () => {
  const controller = new AbortController();
  const building = build({}, { env: { ...env, FAKE_DOCKER_EXIT: "hang" }, signal: controller.signal });
  await waitUntil("docker runs", () => output.stderr.text !== "");
  controller.abort(new Error("enough"));
  await expect(building).rejects.toThrow("enough");
});
