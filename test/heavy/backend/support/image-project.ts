import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliRun, runCli } from "../../../cli/support/cli.js";
import { temporaryFolder } from "../../../support/folders.js";

const BUSYBOX = "/bin/busybox";

/** An image, taken out of the builder's storage. */
export interface ExportedImage {
  /** The digest of its manifest. */
  readonly digest: string;
  readonly config: {
    readonly architecture: string;
    readonly config: {
      readonly Env?: readonly string[];
      readonly Labels?: Readonly<Record<string, string>>;
      readonly Entrypoint?: readonly string[];
      readonly WorkingDir?: string;
    };
    readonly history: readonly object[];
  };
  /** The content of a file of the image; undefined when there is none. */
  file(path: string): string | undefined;
}

/** A project with a backend section, and storage for images of its own. */
export interface ImageProject {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  build(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliRun>;
  export(tag: string): ExportedImage;
  run(command: string, ...args: readonly string[]): string;
}

/** Makes a project of these files; `busybox` is copied into it for Dockerfiles that run something. */
export function imageProject(build: object, files: Readonly<Record<string, string>>): ImageProject {
  for (const [program, pack] of [
    ["/usr/bin/buildah", "buildah"],
    ["/usr/bin/podman", "podman"],
    [BUSYBOX, "busybox-static"],
  ] as const) {
    if (!existsSync(program)) throw new Error(`these tests need ${program}: apt-get install ${pack}`);
  }
  const folder = temporaryFolder();
  const project = join(folder, "project");
  mkdirSync(join(project, "app"), { recursive: true });
  copyFileSync(BUSYBOX, join(project, "app/busybox"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  const backend = { provider: "generic", providers: { generic: { build } } };
  writeFileSync(join(project, "stagecraft.yml"), JSON.stringify({ project: { name: "shop" }, backend }));
  const storage = `[storage]
driver = "vfs"
graphroot = ${JSON.stringify(join(folder, "storage"))}
runroot = ${JSON.stringify(join(folder, "run"))}
`;
  writeFileSync(join(folder, "storage.conf"), storage);
  const env = {
    CONTAINERS_STORAGE_CONF: join(folder, "storage.conf"),
    BUILDAH_ISOLATION: "chroot",
    // A docker whose engine is not there: a client alone builds nothing.
    DOCKER_HOST: `unix://${join(folder, "no-engine.sock")}`,
  };
  const run = (command: string, ...args: readonly string[]): string => {
    const result = spawnSync(command, args, {
      encoding: "utf8",
      cwd: folder,
      env: { ...process.env, ...env },
    });
    if (result.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${result.stderr}`);
    return result.stdout;
  };
  return {
    folder: project,
    env,
    build: (args, more = {}) => runCli(["build", ...args], { cwd: project, env: { ...env, ...more } }),
    export: (tag) => {
      run("buildah", "push", "-q", tag, `oci:${join(folder, "exported")}:${tag}`);
      return readImage(join(folder, "exported"), tag);
    },
    run,
  };
}

interface Descriptor {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

function readImage(layout: string, tag: string): ExportedImage {
  const blob = (digest: string): string => join(layout, "blobs", digest.replace(":", "/"));
  const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));
  const index: readonly Descriptor[] = json(join(layout, "index.json")).manifests;
  const entry = index.find(({ annotations }) => annotations?.["org.opencontainers.image.ref.name"] === tag);
  if (entry === undefined) throw new Error(`${tag} was not exported`);
  const { config, layers } = json(blob(entry.digest)) as { config: Descriptor; layers: Descriptor[] };
  return {
    digest: entry.digest,
    config: json(blob(config.digest)),
    file: (path) => {
      for (const layer of layers.toReversed()) {
        const { status, stdout } = spawnSync("tar", ["-xOf", blob(layer.digest), path], { encoding: "utf8" });
        if (status === 0) return stdout;
      }
      return undefined;
    },
  };
}
