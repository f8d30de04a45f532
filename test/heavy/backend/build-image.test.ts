import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { imageProject } from "./support/image-project.js";

const DOCKERFILE = `FROM scratch AS base
ARG VERSION
LABEL version=$VERSION
ENV GREETING=hello
WORKDIR /srv
COPY app/busybox /bin/sh
COPY server.txt /srv/server.txt
ENTRYPOINT ["/bin/sh", "-c"]
FROM base AS release
RUN --mount=type=secret,id=NPM_TOKEN ["/bin/sh", "-c", "read -r token < /run/secrets/NPM_TOKEN; echo \${#token} > /srv/length"]
FROM base AS debug
COPY server.txt /srv/debug.txt
`;
const FILES = { Dockerfile: DOCKERFILE, "server.txt": "the server\n" };
const BUILD = {
  target: "release",
  args: { VERSION: "1.2.3" },
  labels: { "org.title": "A shop", retries: 3 },
  secrets: ["NPM_TOKEN"],
};
const env = { NPM_TOKEN: "hush-hush" };

describe.each(["buildah", "podman"])("%s", (builder) => {
  test("builds what the config says", async () => {
    const project = imageProject({ builder, ...BUILD }, FILES);
    const run = await project.build(["--tag", "shop:1.0", "--json"], env);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const image = project.export("shop:1.0");
    expect(image.config.config).toMatchObject({
      Env: expect.arrayContaining(["GREETING=hello"]),
      Labels: { version: "1.2.3", "org.title": "A shop", retries: "3" },
      Entrypoint: ["/bin/sh", "-c"],
      WorkingDir: "/srv",
    });
    expect(image.file("srv/server.txt")).toBe("the server\n");
    expect(image.file("srv/length")).toBe("9\n");
    expect(image.file("srv/debug.txt")).toBeUndefined();
    expect(JSON.stringify(image.config)).not.toContain("hush-hush");
    expect(run.stderr).not.toContain("hush-hush");
    // The digest that is told is the one under which the image is stored, and its id that of the config.
    const answer = JSON.parse(run.stdout);
    expect(answer).toMatchObject({ version: 1, image: "shop:1.0", provider: "generic" });
    const known = project.run(
      builder,
      "images",
      "--digests",
      "--no-trunc",
      "--format",
      "{{.ID}} {{.Digest}}",
    );
    expect(known).toContain(answer.digest);
    expect(known).toContain(answer.imageId);
  });

  test("builds a list for several platforms, again and again, and under the name of an image of before", async () => {
    const project = imageProject(
      { builder, platforms: ["linux/amd64", "linux/arm64"] },
      {
        Dockerfile: "FROM scratch\nCOPY server.txt /\n",
        "server.txt": "the server\n",
      },
    );
    project.run(builder, "build", "-t", "shop:1.0", join(project.folder));
    for (let round = 0; round < 2; round++) {
      writeFileSync(join(project.folder, "server.txt"), `round ${round}\n`);
      const run = await project.build(["--tag", "shop:1.0", "--json"]);
      expect(run, run.stderr).toMatchObject({ code: 0 });
      const list = JSON.parse(project.run(builder, "manifest", "inspect", "shop:1.0"));
      const platforms = list.manifests.map(
        ({ platform }: { platform: { os: string; architecture: string } }) =>
          `${platform.os}/${platform.architecture}`,
      );
      expect(platforms.sort()).toEqual(["linux/amd64", "linux/arm64"]);
      expect(JSON.parse(run.stdout).digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    }
  });

  test("fails with the builder's last lines and its exit code", async () => {
    const project = imageProject({ builder }, { Dockerfile: "FROM scratch\nCOPY gone.txt /\n" });
    const run = await project.build(["--tag", "shop:1.0"]);
    expect(run).toMatchObject({ code: 125, stdout: "" });
    expect(run.stderr).toMatch(/gone\.txt[\s\S]*\nprovc: (buildah|podman) build failed: exit status 125\n$/);
  });
});

test("without a configured builder the first that works is taken: a docker without its engine does not", async () => {
  const project = imageProject({}, { Dockerfile: "FROM scratch\nCOPY server.txt /\n", "server.txt": "x\n" });
  const planned = await project.build(["--tag", "shop:1.0", "--dry-run"]);
  expect(planned.stdout).toContain("command:   buildah build -t shop:1.0 -f Dockerfile .\n");
  expect(await project.build(["--tag", "shop:1.0"])).toMatchObject({ code: 0, stdout: "shop:1.0\n" });
  expect(project.export("shop:1.0").file("server.txt")).toBe("x\n");
});

test("the example's backend is built", async () => {
  const example = join(import.meta.dirname, "../../../examples/stagecraft");
  expect(existsSync(join(example, "Dockerfile"))).toBe(true);
  // Its base image would have to be pulled; everything else of it is built.
  const dockerfile = readFileSync(join(example, "Dockerfile"), "utf8").replace(/^FROM .*$/m, "FROM scratch");
  const server = readFileSync(join(example, "server.mjs"), "utf8");
  const project = imageProject({ builder: "buildah" }, { Dockerfile: dockerfile, "server.mjs": server });
  const run = await project.build(["--tag", "shop:1.0"]);
  expect(run, run.stderr).toMatchObject({ code: 0 });
});
