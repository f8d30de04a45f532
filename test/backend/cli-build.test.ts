import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type CliRun, runCli } from "../cli/support/cli.js";
import { runHere } from "../cli/support/in-process.js";
import { temporaryFolder } from "../support/folders.js";
import { type FakeBuilders, fakeBuilders } from "./support/fake-builders.js";
import { encoreProject } from "./support/fake-encore.js";

let folder: string;
let fakes: FakeBuilders;

beforeEach(() => {
  folder = temporaryFolder();
  fakes = fakeBuilders(folder, ["docker", "buildah"]);
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  document("generic", {});
});

function document(provider: string, config: unknown): void {
  const backend = { provider, providers: { [provider]: config } };
  writeFileSync(join(folder, "stagecraft.yml"), JSON.stringify({ project: { name: "shop" }, backend }));
}

/** The command line as a process: the builder shares its streams. */
const build = (args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> =>
  runCli(["build", ...args], { cwd: folder, env: { ...fakes.env, ...env } });
/** The same where no builder prints anything. */
const buildHere = (args: readonly string[], env: Record<string, string> = {}): Promise<CliRun> =>
  runHere(["build", ...args], { cwd: folder, env: { ...fakes.env, ...env } });

describe("provc build", () => {
  test("prints the image's reference; the builder's output is on the error stream", async () => {
    mkdirSync(join(folder, "api"));
    writeFileSync(join(folder, "api/Dockerfile"), "FROM scratch\n");
    document("generic", { build: { dockerfile: "api/Dockerfile", context: "api" } });
    const run = await build(["--tag", "ghcr.io/org/shop:1.0"]);
    expect(run).toMatchObject({ code: 0, stdout: "ghcr.io/org/shop:1.0\n" });
    expect(run.stderr.split("\n").toSorted()).toEqual(["", "progress", "step 1/1"]);
    const [call] = fakes.builds();
    expect(call?.argv).toEqual(["build", "-t", "ghcr.io/org/shop:1.0", "-f", "api/Dockerfile", "api"]);
    expect(call?.cwd).toBe(realpathSync(folder));
  });

  test("prints JSON, with the digest where the builder knows one", async () => {
    const imageId = `sha256:${"a".repeat(64)}`;
    const digest = `sha256:${"b".repeat(64)}`;
    const common = { version: 1, image: "shop:1", imageId, provider: "generic" };
    const docker = await build(["--tag", "shop:1", "--json"]);
    expect(JSON.parse(docker.stdout)).toEqual({ ...common, digest: null });
    const buildah = await build(["--tag", "shop:1", "--json"], { FAKE_BROKEN: "docker" });
    expect(JSON.parse(buildah.stdout)).toEqual({ ...common, digest });
  });

  test("that fails shows what the builder said, and ends with its exit code", async () => {
    const run = await build(["--tag", "shop:1", "--json"], { FAKE_BUILDER_EXIT: "17" });
    expect(run).toMatchObject({ code: 17, stdout: "" });
    expect(run.stderr).toContain("progress\n");
    expect(run.stderr).toMatch(/provc: docker build failed: exit status 17\n$/);
  });

  test("without a tag is refused", async () => {
    expect(await buildHere([])).toMatchObject({ code: 2, stderr: expect.stringContaining("--tag") });
  });

  test("without any builder says what to install", async () => {
    const run = await buildHere(["--tag", "shop:1"], { PATH: folder });
    expect(run).toEqual({
      code: 127,
      stdout: "",
      stderr:
        "provc: no image builder works here (docker: not found; buildah: not found; podman: not found); " +
        'install docker, buildah or podman, such as with "apt-get install buildah"\n',
    });
  });
});

describe("provc build --dry-run", () => {
  test("prints the steps and the exact command of the builder that works, and builds nothing", async () => {
    document("generic", { build: { args: { TOKEN: "s3cr3t" }, labels: { "org.title": "A shop" } } });
    expect(await buildHere(["--tag", "shop:1", "--dry-run"], { FAKE_BROKEN: "docker" })).toEqual({
      code: 0,
      stderr: "",
      stdout: `Provider: generic
  1. ResolveDockerfile: Would use Dockerfile: Dockerfile
  2. ResolveBuildContext: Would use build context: .
  3. BuildImage: Would build Docker image: shop:1
     command:   buildah build -t shop:1 -f Dockerfile --label 'org.title=A shop' --build-arg TOKEN .
     folder:    .
     variables: TOKEN
Nothing was run.
`,
    });
    expect(fakes.builds()).toEqual([]);
  });

  test("refuses what the build would refuse", async () => {
    document("generic", { build: { dockerfile: "gone/Dockerfile" } });
    const hint = "write one, or set build.dockerfile to its path from the config document's folder";
    const refused = {
      code: 1,
      stdout: "",
      stderr: `provc: generic provider: Dockerfile "gone/Dockerfile" does not exist; ${hint}\n`,
    };
    expect(await buildHere(["--tag", "shop:1"])).toEqual(refused);
    expect(await buildHere(["--tag", "shop:1", "--dry-run"])).toEqual(refused);
    expect(await buildHere(["--tag", "shop:1", "--dry-run", "--json"])).toEqual(refused);
  });

  test("of encore-ts is upstream's plan", async () => {
    document("encore-ts", { build: { push: true } });
    const { code, stdout } = await buildHere(["--tag", "ghcr.io/org/shop:1", "--dry-run", "--json"]);
    expect(code).toBe(0);
    const { version, provider, steps } = JSON.parse(stdout);
    expect({ version, provider }).toEqual({ version: 1, provider: "encore-ts" });
    expect(steps.at(-1)).toEqual({
      name: "BuildDocker",
      description: "Would run: encore build docker --push ghcr.io/org/shop:1",
      command: ["encore", "build", "docker", "--push", "ghcr.io/org/shop:1"],
      folder: ".",
    });
  });

  test("of a provider that cannot plan says so", async () => {
    writeFileSync(
      join(folder, "own.mjs"),
      `export default { kind: "backend", id: "own:plain", schema: true, title: "Own", description: "", capabilities: {}, requires: { npm: {}, commands: [] },
        load: async () => ({ id: "own:plain", dev: async () => ({ exitCode: 0 }), buildDocker: async () => "x" }) };\n`,
    );
    document("own:plain", {});
    const run = await buildHere(["--tag", "shop:1", "--dry-run", "--import", "./own.mjs"]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(
      /backend provider "own:plain" cannot say what it would run: it has no method planBuildDocker\n$/,
    );
  });
});

describe("the encore-ts backend", () => {
  test("is built, and a failure has its category", async () => {
    const encore = encoreProject(folder);
    document("encore-ts", {});
    const done = await runCli(["build", "--tag", "1.0"], { cwd: folder, env: encore.env });
    expect(done).toMatchObject({ code: 0, stdout: "api:1.0\n" });
    const env = { ...encore.env, FAKE_ENCORE_BUILD_EXIT: "5" };
    const failed = await runCli(["build", "--tag", "1.0"], { cwd: folder, env });
    expect(failed).toEqual({
      code: 5,
      stdout: "",
      stderr:
        "unable to save docker image\n" +
        "provc: [encore-ts/build/BUILD_FAILED] encore build docker failed: exit status 5\n",
    });
  });
});
