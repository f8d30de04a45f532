import { join } from "node:path";
import { findExecutable } from "../../../process/find-executable.js";

/** Programs that can fetch images, the one that is preferred first. */
export const pullTools = ["skopeo", "buildah", "podman"] as const;

export type PullToolName = (typeof pullTools)[number];

export interface PullTool {
  readonly name: PullToolName;
  readonly program: string;
}

export interface PullArguments {
  /** Name with a tag or a digest, as the tool is to ask for it. */
  readonly image: string;
  /** Whether the registry may do without TLS, or with a certificate that nobody vouches for. */
  readonly insecure: boolean;
  readonly authFile: string | undefined;
  /** A folder of this pull's own. */
  readonly scratch: string;
  /** Where the OCI layout goes. */
  readonly layout: string;
}

/** The tool of that name, or the first that is on the PATH; undefined when there is none. */
export function findPullTool(
  wanted: PullToolName | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
): PullTool | undefined {
  for (const name of wanted === undefined ? pullTools : [wanted]) {
    const program = findExecutable(name, env, cwd);
    if (program !== undefined) return { name, program };
  }
  return undefined;
}

/** Prints the manifest that a registry has, byte by byte. Only skopeo can. */
export function manifestCommand({ program }: PullTool, options: PullArguments): readonly string[] {
  const access = [`--tls-verify=${!options.insecure}`, ...authFile("--authfile", options)];
  return [program, "inspect", "--raw", ...access, `docker://${options.image}`];
}

/** Fetches an image into an OCI layout; the second command, where there is one, is made of the image id that the first prints. */
export function fetchCommands(
  { name, program }: PullTool,
  options: PullArguments,
): readonly [readonly string[], ((printed: string) => readonly string[])?] {
  const { image, insecure, scratch, layout } = options;
  if (name === "skopeo") {
    const access = [`--src-tls-verify=${!insecure}`, ...authFile("--src-authfile", options)];
    return [[program, "copy", "--quiet", ...access, `docker://${image}`, `oci:${layout}:image`]];
  }
  const storage = [
    ...["--root", join(scratch, "storage"), "--runroot", join(scratch, "run")],
    ...["--storage-driver", "vfs"],
  ];
  const access = [`--tls-verify=${!insecure}`, ...authFile("--authfile", options)];
  const pull = [program, ...storage, "pull", "--quiet", ...access, `docker://${image}`];
  return name === "buildah"
    ? [pull, (id) => [program, ...storage, "push", "--quiet", id, `oci:${layout}:image`]]
    : [pull, (id) => [program, ...storage, "save", "--quiet", "--format", "oci-dir", "-o", layout, id]];
}

function authFile(option: string, { authFile: file }: PullArguments): readonly string[] {
  return file === undefined ? [] : [`${option}=${file}`];
}
