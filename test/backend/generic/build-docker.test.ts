import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import generic from "../../../src/backend/generic/index.js";
import type { BuildDockerOptions, ImageDetails } from "../../../src/backend/provider.js";
import { temporaryFolder } from "../../support/folders.js";
import { TextSink } from "../../support/text-sink.js";
import { waitUntil } from "../../support/wait-until.js";
import { type FakeBuilders, fakeBuilders } from "../support/fake-builders.js";

type Options = BuildDockerOptions<Parameters<typeof generic.buildDocker>[0]["config"]>;

let folder: string;
let fakes: FakeBuilders;
let output: { stdout: TextSink; stderr: TextSink };

function project(ids: readonly string[]): void {
  folder = temporaryFolder();
  fakes = fakeBuilders(folder, ids);
  output = { stdout: new TextSink(), stderr: new TextSink() };
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
}

beforeEach(() => project(["docker"]));

const options = (config: Options["config"], more: Partial<Options> = {}): Options => ({
  config,
  imageTag: "shop:1.0",
  workDir: folder,
  baseDir: folder,
  output,
  ...more,
  env: { ...fakes.env, ...more.env },
});

const build = (config: Options["config"], more: Partial<Options> = {}): Promise<string> =>
  generic.buildDocker(options(config, more));

describe("the builder is called", () => {
  test("with Dockerfile and context as the config has them, from the base folder", async () => {
    mkdirSync(join(folder, "backend"));
    writeFileSync(join(folder, "backend", "Dockerfile"), "FROM scratch\n");
    const config = { build: { dockerfile: "./backend/Dockerfile", context: "./backend" } };
    await expect(build(config)).resolves.toBe("shop:1.0");
    expect(fakes.builds()).toEqual([
      {
        id: "docker",
        argv: ["build", "-t", "shop:1.0", "-f", "./backend/Dockerfile", "./backend"],
        cwd: realpathSync(folder),
        env: {},
        stdin: "",
      },
    ]);
  });

  test("with the defaults: `Dockerfile`, and the project's folder as context", async () => {
    await build({});
    expect(fakes.builds()[0]?.argv).toEqual(["build", "-t", "shop:1.0", "-f", "Dockerfile", "."]);
    mkdirSync(join(folder, "api"));
    await build({}, { workDir: join(folder, "api") });
    expect(fakes.builds()[1]?.argv.at(-1)).toBe("api");
  });

  test("with target, platforms, labels sorted by name", async () => {
    await build({
      build: { target: "release", platforms: ["linux/amd64", "linux/arm64"], labels: { b: 2, a: "x y" } },
    });
    const rest = [
      "--target",
      "release",
      "--platform",
      "linux/amd64,linux/arm64",
      "--label",
      "a=x y",
      "--label",
      "b=2",
    ];
    expect(fakes.builds()[0]?.argv).toEqual(["build", "-t", "shop:1.0", "-f", "Dockerfile", ...rest, "."]);
  });

  test("with the variables that it is given", async () => {
    await build({}, { env: { MARK: "seen" } });
    expect(fakes.builds()[0]?.env).toEqual({ MARK: "seen" });
  });

  test("with a context whose name looks like an option made a path", async () => {
    mkdirSync(join(folder, "--rm"));
    await build({ build: { context: "--rm" } });
    expect(fakes.builds()[0]?.argv.at(-1)).toBe("./--rm");
  });

  test("and its output is handed on, each stream to its own", async () => {
    await build({});
    expect([output.stdout.text, output.stderr.text]).toEqual(["step 1/1\n", "progress\n"]);
  });
});

describe("build arguments and secrets", () => {
  const config = { build: { args: { TOKEN: "s3cr3t", RETRIES: 3 }, secrets: ["NPM_TOKEN"] } };
  const env = { NPM_TOKEN: "hush", FAKE_RECORD: "TOKEN,RETRIES,NPM_TOKEN" };

  test("reach the builder through its environment, never on its command line", async () => {
    await build(config, { env });
    const [call] = fakes.builds();
    const given = [
      "--build-arg",
      "RETRIES",
      "--build-arg",
      "TOKEN",
      "--secret",
      "id=NPM_TOKEN,env=NPM_TOKEN",
    ];
    expect(call?.argv).toEqual(["build", "-t", "shop:1.0", "-f", "Dockerfile", ...given, "."]);
    expect(call?.env).toEqual({ TOKEN: "s3cr3t", RETRIES: "3", NPM_TOKEN: "hush" });
    expect(JSON.stringify(fakes.calls().map(({ argv }) => argv))).not.toMatch(/s3cr3t|hush/);
  });

  test("are no part of a plan", async () => {
    const plan = await generic.planBuildDocker(options(config, { env }));
    expect(JSON.stringify(plan)).not.toMatch(/s3cr3t|hush/);
    expect(plan.steps.at(-1)?.variables).toEqual(["NPM_TOKEN", "RETRIES", "TOKEN"]);
  });

  test("are no part of an error", async () => {
    const failed = await build(config, { env: { ...env, FAKE_BUILDER_EXIT: "1" } }).catch(String);
    expect(failed).not.toMatch(/s3cr3t|hush/);
    const nul = await build({ build: { args: { TOKEN: "s3cr3t\0" } } }).catch(String);
    expect(nul).toContain("holds a NUL character");
    expect(nul).not.toContain("s3cr3t");
  });

  test.each(["PATH", "DOCKER_HOST", "BUILDAH_ISOLATION", "LD_PRELOAD"])(
    "a build argument %s, which builders read themselves, is refused",
    async (name) => {
      await expect(build({ build: { args: { [name]: "x" } } })).rejects.toThrow(
        `generic provider: build.args.${name} cannot be passed on: image builders read ${name} themselves`,
      );
      expect(fakes.calls()).toEqual([]);
    },
  );

  test.each([{}, { NPM_TOKEN: "" }])("a secret that is not set (%j) is refused", async (variables) => {
    await expect(build({ build: { secrets: ["NPM_TOKEN"] } }, { env: variables })).rejects.toThrow(
      "generic provider: the variable NPM_TOKEN of build.secrets is not set",
    );
    expect(fakes.calls()).toEqual([]);
  });
});

describe("the builder", () => {
  test.each([
    [["docker", "buildah", "podman"], "", "docker"],
    [["docker", "buildah", "podman"], "docker", "buildah"],
    [["docker", "podman"], "docker", "podman"],
    [["podman"], "", "podman"],
  ])("of %j without a working %j is %s", async (ids, broken, expected) => {
    project(ids);
    await expect(build({}, { env: { FAKE_BROKEN: broken } })).resolves.toBe("shop:1.0");
    expect(fakes.builds().map(({ id }) => id)).toEqual([expected]);
  });

  test("is the configured one, which nobody asks first whether it works", async () => {
    project(["docker", "buildah", "podman"]);
    await build({ build: { builder: "podman" } });
    expect(fakes.calls().map(({ id, argv }) => [id, argv[0]])).toEqual([["podman", "build"]]);
  });

  test("that is configured and missing is named", async () => {
    await expect(build({ build: { builder: "buildah" } })).rejects.toMatchObject({
      message: 'buildah build failed: command "buildah" not found; is it installed and on the PATH?',
      exitCode: 127,
    });
  });

  test("of several platforms without an engine makes a list, which takes the name when it is complete", async () => {
    project(["buildah"]);
    await build({ build: { platforms: ["linux/amd64", "linux/arm64"] } });
    const calls = fakes.calls().map(({ argv }) => argv);
    const list = calls.find(([command]) => command === "build")?.[2] ?? "";
    expect(list).toMatch(/^localhost\/provc-build:[0-9a-f]{16}$/);
    const platforms = ["--platform", "linux/amd64,linux/arm64"];
    expect(calls.slice(1)).toEqual([
      ["manifest", "rm", list],
      ["build", "--manifest", list, "-f", "Dockerfile", ...platforms, "."],
      ["tag", list, "shop:1.0"],
      ["manifest", "rm", list],
    ]);
    // What fails while tidying up is nobody's concern.
    expect(output.stderr.text).not.toContain("no such list");
  });

  test("podman is kept from its cache, which confuses platforms, when platforms are given", async () => {
    project(["podman"]);
    await build({ build: { platforms: ["linux/arm64"] } });
    expect(fakes.builds()[0]?.argv.slice(5)).toEqual(["--platform", "linux/arm64", "--layers=false", "."]);
  });

  test("that is nowhere to be had is told with the reasons and what to install", async () => {
    project(["docker"]);
    await expect(build({}, { env: { FAKE_BROKEN: "docker" } })).rejects.toMatchObject({
      message:
        "no image builder works here (docker: fake docker: docker cannot reach its engine; buildah: not found; " +
        'podman: not found); install docker, buildah or podman, such as with "apt-get install buildah"',
      exitCode: 127,
    });
  });
});

describe("what was built", () => {
  const details = async (ids: string[], env: Record<string, string> = {}): Promise<ImageDetails[]> => {
    project(ids);
    const seen: ImageDetails[] = [];
    await build({}, { env, onImage: (known) => seen.push(known) });
    return seen;
  };
  const id = `sha256:${"a".repeat(64)}`;
  const digest = `sha256:${"b".repeat(64)}`;

  test("is told by id and digest", async () => {
    expect(await details(["buildah"])).toEqual([{ id, digest }]);
    expect(await details(["podman"])).toEqual([{ id, digest }]);
    expect(await details(["docker"], { FAKE_PUSHED: "yes" })).toEqual([{ id, digest }]);
  });

  test("has no digest where docker knows none", async () => {
    expect(await details(["docker"])).toEqual([{ id }]);
  });

  test("is not asked for when nobody wants to know", async () => {
    await build({});
    expect(fakes.calls().map(({ argv }) => argv[0])).toEqual(["version", "build"]);
  });
});

describe("a failure", () => {
  const hint = "write one, or set build.dockerfile to its path from the config document's folder";

  test("of the builder is told with its exit code and its last lines", async () => {
    const failing = build({}, { env: { FAKE_BUILDER_EXIT: "17" } });
    await expect(failing).rejects.toMatchObject({
      message: "docker build failed: exit status 17",
      exitCode: 17,
      lastLines: expect.arrayContaining(["step 1/1", "progress"]),
    });
  });

  test.each([
    [{ dockerfile: "gone" }, `Dockerfile "gone" does not exist; ${hint}`],
    [{ dockerfile: "Dockerfile/x" }, `Dockerfile "Dockerfile/x" does not exist; ${hint}`],
    [{ dockerfile: "bin" }, 'Dockerfile "bin" is a folder'],
    [{ context: "Dockerfile" }, 'build context "Dockerfile" is not a folder'],
  ])("to find files (%j) is told before anything runs", async (config, message) => {
    await expect(build({ build: config })).rejects.toMatchObject({ message: `generic provider: ${message}` });
    await expect(generic.planBuildDocker(options({ build: config }))).rejects.toMatchObject({
      message: `generic provider: ${message}`,
    });
    expect(fakes.calls()).toEqual([]);
  });

  test.each([
    ["", "the image tag is empty"],
    ["--rm", '"--rm" is not an image reference'],
    ["Shop", '"Shop" is not an image reference'],
  ])("to name an image (%j) is refused before anything runs", async (imageTag, message) => {
    await expect(build({}, { imageTag })).rejects.toThrow(message);
    expect(fakes.calls()).toEqual([]);
  });
});

test("an abort ends the builder and rejects with its reason", async () => {
  const controller = new AbortController();
  const building = build({}, { env: { FAKE_BUILDER_EXIT: "hang" }, signal: controller.signal });
  await waitUntil("the builder runs", () => output.stderr.text !== "");
  controller.abort(new Error("enough"));
  await expect(building).rejects.toThrow("enough");
});

test("a plan names the steps and the exact command, and builds nothing", async () => {
  const plan = await generic.planBuildDocker(options({ build: { builder: "docker", labels: { a: 1 } } }));
  expect(plan).toEqual({
    provider: "generic",
    steps: [
      { name: "ResolveDockerfile", description: "Would use Dockerfile: Dockerfile" },
      { name: "ResolveBuildContext", description: "Would use build context: ." },
      {
        name: "BuildImage",
        description: "Would build Docker image: shop:1.0",
        command: ["docker", "build", "-t", "shop:1.0", "-f", "Dockerfile", "--label", "a=1", "."],
        folder,
        variables: [],
      },
    ],
  });
  expect(fakes.calls()).toEqual([]);
});
