import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { captureCommand } from "../../process/capture-command.js";
import { findExecutable } from "../../process/find-executable.js";
import { inScratchFolder } from "../state/scratch-folder.js";
import { makeStateFolder, stateFolder } from "../state/state-folder.js";
import { preparedFolder } from "./kernel.js";

/** What to prepare, and where. */
export interface PrepareOptions {
  /** As for {@link IsolationBackendOptions.stateFolder}. */
  readonly stateFolder?: string;
  readonly baseDir?: string;
  /** The runtimes to make root file systems for. Default: both. */
  readonly runtimes?: readonly ("node" | "python")[];
  /** Makes everything anew, also what is there already. */
  readonly refresh?: boolean;
  /** Called with each step, in words. */
  readonly onStep?: (step: string) => void;
  readonly signal?: AbortSignal;
}

/** Where the things are that virtual machines are made of. */
export interface PreparedMicrovm {
  readonly kernel: string;
  readonly roots: Readonly<Record<string, string>>;
}

/** Names a package whose newest version another one stands for. */
const KERNEL = "linux-image-cloud-amd64";
const RUNTIME_PACKAGES = { node: "nodejs", python: "python3" } as const;
/** Every root needs them, though no package of theirs says so. */
const BASE_PACKAGES = ["base-files", "libc-bin"];
/** What is installed here may come from elsewhere, and can then not be downloaded. */
const AS_IF_NEW = ["-o", "Dir::State::status=/dev/null"];
const TOOLS = ["apt-cache", "apt-get", "dpkg-deb", "tar"];
const WITHIN_MS = 600_000;

/**
 * Fetches a kernel and makes the root file systems of the runtimes, both from the packages of this machine's Debian: they are
 * unpacked, not installed, and nothing outside the state folder changes.
 *
 * @throws Error with the last line of the command that failed.
 */
export async function prepareMicrovm(options: PrepareOptions = {}): Promise<PreparedMicrovm> {
  const state = stateFolder(options.stateFolder, options.baseDir ?? process.cwd());
  makeStateFolder(state);
  const folder = preparedFolder(state.cache);
  mkdirSync(join(folder, "roots"), { recursive: true, mode: 0o711 });
  const kernelFolder = join(folder, "kernel");
  await once(kernelFolder, options, "kernel", async (root) => {
    const [name] = await dependencies(KERNEL, options, (dependency) => dependency.startsWith("linux-image-"));
    await unpack([name ?? KERNEL], root, options);
  });
  const roots: Record<string, string> = {};
  for (const runtime of options.runtimes ?? (["node", "python"] as const)) {
    const place = join(folder, "roots", runtime);
    await once(place, options, `root file system for ${runtime}`, async (root) => {
      await makeRoot(RUNTIME_PACKAGES[runtime], root, options);
    });
    roots[runtime] = place;
  }
  const boot = join(kernelFolder, "boot");
  const file = readdirSync(boot).find((name) => name.startsWith("vmlinuz-"));
  if (file === undefined) throw new Error(`the package ${KERNEL} brought no kernel`);
  return { kernel: join(boot, file), roots };
}

/** Makes a folder as a whole or not at all; of several processes that want it at once, each makes one, and the first one's stays. */
async function once(
  place: string,
  { refresh = false, onStep, signal }: PrepareOptions,
  what: string,
  make: (folder: string) => Promise<void>,
): Promise<void> {
  if (existsSync(place) && !refresh) return;
  signal?.throwIfAborted();
  onStep?.(`making the ${what}`);
  await inScratchFolder(dirname(place), async (scratch) => {
    const made = join(scratch, "made");
    mkdirSync(made, { mode: 0o755 });
    await make(made);
    // Whoever reads the old one goes on reading it; it is gone with the scratch folder.
    if (refresh && existsSync(place)) renameSync(place, join(scratch, "old"));
    try {
      renameSync(made, place);
    } catch (error) {
      if (!existsSync(place)) throw error;
    }
  });
}

async function makeRoot(packageName: string, root: string, options: PrepareOptions): Promise<void> {
  for (const name of ["bin", "lib", "lib64", "sbin"]) {
    // Debian's packages are made for a root where these are links.
    await run(["mkdir", "-p", join(root, "usr", name)], root, options);
    await run(["ln", "-s", join("usr", name), join(root, name)], root, options);
  }
  const names = await dependencies(packageName, options, () => true, true);
  await unpack([...new Set([...BASE_PACKAGES, packageName, ...names])].sort(), root, options);
  for (const name of ["usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/info"]) {
    rmSync(join(root, name), { recursive: true, force: true });
  }
  mkdirSync(join(root, "tmp"), { recursive: true, mode: 0o1777 });
  // Whoever is not root is so in a user name space, which is enough for a root of one's own.
  const asRoot = process.getuid?.() === 0 ? [] : ["unshare", "--user", "--map-root-user", "--"];
  await run([...asRoot, "chroot", root, "/sbin/ldconfig"], root, options);
}

/** The names of the real packages that a package depends on, or those and theirs in turn. */
async function dependencies(
  name: string,
  options: PrepareOptions,
  wanted: (dependency: string) => boolean,
  recursive = false,
): Promise<readonly string[]> {
  const kinds = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"].map(
    (kind) => `--no-${kind}`,
  );
  const text = await run(
    ["apt-cache", ...AS_IF_NEW, "depends", ...(recursive ? ["--recurse"] : []), ...kinds, name],
    "/",
    options,
  );
  const names = recursive
    ? text.split("\n").filter((line) => /^[a-z0-9]/.test(line))
    : [...text.matchAll(/^\s+(?:Pre)?Depends: ([a-z0-9].*)$/gm)].map((match) => match[1] ?? "");
  return [...new Set(names.map((line) => line.trim()))].filter(wanted);
}

/** Downloads packages and unpacks them onto a root. */
async function unpack(names: readonly string[], root: string, options: PrepareOptions): Promise<void> {
  const downloads = join(dirname(root), "packages");
  mkdirSync(downloads);
  await run(
    ["apt-get", ...AS_IF_NEW, "-o", "APT::Sandbox::User=root", "download", ...names],
    downloads,
    options,
  );
  for (const file of readdirSync(downloads)
    .filter((name) => name.endsWith(".deb"))
    .sort()) {
    // Not dpkg -x: it would replace a link to a folder by a folder.
    const script = 'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"';
    await run(["sh", "-c", script, "sh", join(downloads, file), root], downloads, options);
  }
}

async function run(command: readonly string[], cwd: string, { signal }: PrepareOptions): Promise<string> {
  // Only root has the folders for administrators on its PATH.
  const path = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
  const env = { ...process.env, PATH: path, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  if (findExecutable(command[0] ?? "", env, "/") === undefined) {
    throw new Error(
      `it is done with Debian's ${TOOLS.join(", ")}, and there is no ${command[0]} here; elsewhere set isolation.backends.microvm.kernel and roots`,
    );
  }
  const result = await captureCommand({
    command,
    cwd,
    env,
    timeoutMs: WITHIN_MS,
    ...(signal !== undefined && { signal }),
  });
  if (result.exitCode !== 0) {
    const said = result.stderr.trim().split("\n").at(-1) || `it ended with ${result.exitCode}`;
    if (/No packages found|Unable to locate package/.test(said))
      throw new Error(`apt knows no package ${command.at(-1)}; fetch its lists with: apt-get update`);
    throw new Error(`${command[0]} failed: ${said}`);
  }
  return result.stdout;
}
