import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { encoreImageReference } from "../../../src/backend/encore-ts/image-name.js";
import encore from "../../../src/backend/encore-ts/index.js";
import type { BuildDockerOptions } from "../../../src/backend/provider.js";
import { temporaryFolder } from "../../support/folders.js";
import { TextSink } from "../../support/text-sink.js";
import { type EncoreProject, encoreProject } from "../support/fake-encore.js";

type Options = BuildDockerOptions<Parameters<typeof encore.buildDocker>[0]["config"]>;

let folder: string;
let project: EncoreProject;
let output: { stdout: TextSink; stderr: TextSink };

beforeEach(() => {
  folder = temporaryFolder();
  project = encoreProject(folder);
  output = { stdout: new TextSink(), stderr: new TextSink() };
});

const options = (config: Options["config"], more: Partial<Options> = {}): Options => ({
  config,
  imageTag: "ghcr.io/org/shop:1.0",
  workDir: folder,
  baseDir: folder,
  output,
  ...more,
  env: { ...project.env, ...more.env },
});

const build = (config: Options["config"], more: Partial<Options> = {}): Promise<string> =>
  encore.buildDocker(options(config, more));

test("encore build docker gets the reference and nothing else", async () => {
  await expect(build({})).resolves.toBe("ghcr.io/org/shop:1.0");
  expect(project.calls()).toEqual([
    { argv: ["build", "docker", "ghcr.io/org/shop:1.0"], cwd: realpathSync(folder), env: {} },
  ]);
  expect(output.stderr.text).toContain("successfully exported app as docker image");
});

test("with base, os, arch and push", async () => {
  await build({ build: { base: "node:22-slim", os: "linux", arch: "arm64", push: true } });
  expect(project.calls()[0]?.argv).toEqual([
    ...["build", "docker", "--base", "node:22-slim", "--os", "linux", "--arch", "arm64", "--push"],
    "ghcr.io/org/shop:1.0",
  ]);
});

test("is run where the app is", async () => {
  mkdirSync(join(folder, "backend"));
  mkdirSync(join(folder, "other"));
  await build({ dev: { entrypoint: "backend" } });
  await build({ dev: { entrypoint: "backend" }, build: { workdir: "other" } });
  expect(project.calls().map(({ cwd }) => cwd)).toEqual(
    ["backend", "other"].map((name) => join(realpathSync(folder), name)),
  );
});

describe("the image's reference", () => {
  test.each([
    ["shop:1.0", "", "shop:1.0"],
    ["localhost:5000/shop", "", "localhost:5000/shop"],
    ["localhost:5000/shop", "-encore", "localhost:5000/shop:latest-encore"],
    ["localhost:5000/org/shop:1.0", "-encore", "localhost:5000/org/shop:1.0-encore"],
    ["1.0", "", "api:1.0"],
    ["1.0", "-encore", "api:1.0-encore"],
  ])("of %j with the suffix %j is %s", (imageTag, tagSuffix, expected) => {
    expect(encoreImageReference(imageTag, { imageName: "api", tagSuffix })).toBe(expected);
  });

  test.each(["--push", "", "a b", "shop@sha256:0", "org/Shop:1"])("%j is refused", async (imageTag) => {
    await expect(build({}, { imageTag })).rejects.toMatchObject({
      category: "INVALID_CONFIG",
      message: `[encore-ts/build/INVALID_CONFIG] ${JSON.stringify(imageTag)} is not an image reference`,
    });
    expect(project.calls()).toEqual([]);
  });
});

describe("a failure", () => {
  test("of the build has encore's exit code and last lines", async () => {
    await expect(build({}, { env: { FAKE_ENCORE_BUILD_EXIT: "5" } })).rejects.toMatchObject({
      category: "BUILD_FAILED",
      exitCode: 5,
      message: "[encore-ts/build/BUILD_FAILED] encore build docker failed: exit status 5",
      lastLines: ["unable to save docker image"],
    });
  });

  test("to find encore says so", async () => {
    await expect(build({}, { env: { PATH: folder } })).rejects.toMatchObject({
      category: "PROVIDER_NOT_AVAILABLE",
      exitCode: 127,
    });
  });

  test("to find the app's folder says so", async () => {
    await expect(build({ build: { workdir: "gone" } })).rejects.toMatchObject({
      message: '[encore-ts/build/INVALID_PROJECT] build.workdir "gone" is not a folder',
    });
  });
});

test("a plan has upstream's steps and runs nothing", async () => {
  const plan = await encore.planBuildDocker(options({ build: { push: true } }));
  const command = ["encore", "build", "docker", "--push", "ghcr.io/org/shop:1.0"];
  expect(plan).toEqual({
    provider: "encore-ts",
    steps: [
      { name: "CheckEncoreAvailable", description: "Would look for encore in PATH" },
      { name: "ResolveImageReference", description: "Would use image reference: ghcr.io/org/shop:1.0" },
      { name: "BuildDocker", description: `Would run: ${command.join(" ")}`, command, folder },
    ],
  });
  expect(project.calls()).toEqual([]);
});
