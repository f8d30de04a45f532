import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { captureCommand } from "../../../process/capture-command.js";
import { ImageError } from "../image-error.js";
import { chooseManifest, descriptors } from "../oci-layout.js";
import type { ImageReference } from "./image-reference.js";
import { encodedCredentials, pullFailure } from "./pull-failure.js";
import {
  fetchCommands,
  findPullTool,
  manifestCommand,
  type PullArguments,
  type PullTool,
  type PullToolName,
  pullTools,
} from "./pull-tool.js";

/** How images are fetched from registries; defaults of its schema applied. */
export interface RegistryFields {
  readonly tool?: PullToolName;
  readonly auth_file?: string;
  readonly insecure: readonly string[];
}

export interface RegistryOptions {
  readonly fields: RegistryFields;
  /** What relative paths in the fields are relative to. */
  readonly baseDir: string;
  /** A folder of this pull's own. */
  readonly scratch: string;
  /** How large an image may be. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}

/** What a registry has under a reference. */
export interface FoundImage {
  /** Of what the reference names, which may be a list of images for different machines. */
  readonly digest: string;
  /** Of the image for this machine. */
  readonly image: string;
}

/** One image of a registry, asked for with a tool of this machine. */
export interface OpenRegistry {
  /** What the reference stands for now; undefined where the tool cannot tell without fetching. */
  find(): Promise<FoundImage | undefined>;
  /** Fetches it, digests checked, and gives the folder of its OCI layout. */
  fetch(found: FoundImage | undefined): Promise<string>;
}

/** Limits what each file of the tool's can grow to, then becomes the tool. */
const ENTER = 'ulimit -f "$1"; shift; exec "$@"';
const ULIMIT_BLOCK = 512;

/** @throws ImageError when there is no tool; whatever the registry says shows later. */
export function openRegistry(reference: ImageReference, options: RegistryOptions): OpenRegistry {
  const { fields, baseDir, scratch } = options;
  const tool = findPullTool(fields.tool, process.env, baseDir);
  if (tool === undefined) {
    const wanted = fields.tool === undefined ? pullTools.join(", ") : fields.tool;
    throw new ImageError(
      `images of registries are fetched with one of: ${wanted}; none is on the PATH; Debian has skopeo in the package of that name`,
    );
  }
  const access = {
    insecure: fields.insecure.includes(reference.registry),
    authFile: authFile(reference, options),
    scratch,
    layout: join(scratch, "layout"),
  };
  return new ToolRegistry(tool, reference, access, options);
}

class ToolRegistry implements OpenRegistry {
  readonly #tool: PullTool;
  readonly #reference: ImageReference;
  readonly #access: Omit<PullArguments, "image">;
  readonly #options: RegistryOptions;

  constructor(
    tool: PullTool,
    reference: ImageReference,
    access: Omit<PullArguments, "image">,
    options: RegistryOptions,
  ) {
    this.#tool = tool;
    this.#reference = reference;
    this.#access = access;
    this.#options = options;
  }

  async find(): Promise<FoundImage | undefined> {
    if (this.#tool.name !== "skopeo") return undefined;
    const named = await this.#manifest(this.#reference.digest);
    if (this.#reference.digest !== undefined && named.digest !== this.#reference.digest)
      throw pullFailure(this.#reference, "digest mismatch");
    if (!Array.isArray((named.document as { manifests?: unknown }).manifests)) {
      this.#checkSize(named.document);
      return { digest: named.digest, image: named.digest };
    }
    const { digest } = chooseManifest(descriptors(named.document, "manifests"));
    this.#checkSize((await this.#manifest(digest)).document);
    return { digest: named.digest, image: digest };
  }

  async fetch(found: FoundImage | undefined): Promise<string> {
    // Tools refuse a tag beside a digest; the digest says it all.
    const image = this.#image(found?.image ?? this.#reference.digest);
    const [pull, store] = fetchCommands(this.#tool, { ...this.#access, image });
    const printed = await this.#run(pull);
    if (store !== undefined) await this.#run(store(printed.trim().split("\n").at(-1) ?? ""));
    return this.#access.layout;
  }

  async #manifest(digest: string | undefined): Promise<{ digest: string; document: object }> {
    const text = await this.#run(
      manifestCommand(this.#tool, { ...this.#access, image: this.#image(digest) }),
    );
    try {
      const document: unknown = JSON.parse(text);
      if (typeof document !== "object" || document === null) throw new SyntaxError("no object");
      return { digest: `sha256:${createHash("sha256").update(text).digest("hex")}`, document };
    } catch (error) {
      throw new ImageError(`the registry's manifest of ${JSON.stringify(this.#reference.text)} is damaged`, {
        cause: error,
      });
    }
  }

  /** Before anything large is fetched; whether it is true shows when it is. */
  #checkSize(manifest: object): void {
    const sum = descriptors(manifest, "layers").reduce((bytes, { size = 0 }) => bytes + Math.max(size, 0), 0);
    if (sum > this.#options.mostBytes) throw pullFailure(this.#reference, "file too large");
  }

  async #run(command: readonly string[]): Promise<string> {
    const { scratch, mostBytes, signal } = this.#options;
    const blocks = String(Math.ceil(mostBytes / ULIMIT_BLOCK));
    const result = await captureCommand({
      command: ["/bin/sh", "-c", ENTER, "sh", blocks, ...command],
      cwd: scratch,
      // What they keep meanwhile is gone with the folder, too.
      env: { ...process.env, TMPDIR: scratch, LC_ALL: "C" },
      signal,
    });
    signal.throwIfAborted();
    if (result.exitCode !== 0) throw pullFailure(this.#reference, result.stderr);
    return result.stdout;
  }

  #image(digest: string | undefined): string {
    const { name, tag = "latest" } = this.#reference;
    return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`;
  }
}

/** Credentials never stand on a command line, where everyone could read them. */
function authFile(
  { registry, credentials }: ImageReference,
  { fields, baseDir, scratch }: RegistryOptions,
): string | undefined {
  if (credentials === undefined)
    return fields.auth_file === undefined ? undefined : resolve(baseDir, fields.auth_file);
  const file = join(scratch, "auth.json");
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  const auths = { [registry]: { auth: encodedCredentials(credentials) } };
  writeFileSync(file, JSON.stringify({ auths }), { mode: 0o600 });
  return file;
}
