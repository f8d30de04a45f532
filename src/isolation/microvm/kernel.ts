import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { guestModules } from "./guest-init.js";

/** A kernel for guests. */
export interface GuestKernel {
  readonly file: string;
  readonly version: string;
  /** Name → content of the modules that guests load. */
  readonly modules: ReadonlyMap<string, Uint8Array>;
}

/** Where `prepareMicrovm` puts things, within the folder for what is kept between runs. */
export function preparedFolder(cacheFolder: string): string {
  return join(cacheFolder, "microvm");
}

/**
 * The kernel that the config names, or the one that was prepared.
 *
 * @throws Error saying what is missing.
 */
export function findKernel(
  config: { readonly kernel?: string; readonly modules?: string },
  baseDir: string,
  cacheFolder: string,
): GuestKernel {
  const file = config.kernel === undefined ? preparedKernel(cacheFolder) : resolve(baseDir, config.kernel);
  if (file === undefined) {
    throw new Error(
      "there is no kernel; fetch one with: provc isolation prepare, or set isolation.backends.microvm.kernel",
    );
  }
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`there is no kernel ${JSON.stringify(file)}`);
  const version = basename(file).replace(/^vmlinuz-?/, "");
  const folder =
    config.modules === undefined
      ? join(dirname(dirname(file)), "lib", "modules", version)
      : resolve(baseDir, config.modules);
  return { file, version, modules: readModules(folder) };
}

function preparedKernel(cacheFolder: string): string | undefined {
  const folder = join(preparedFolder(cacheFolder), "kernel", "boot");
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith("vmlinuz-"));
    const newest = names.sort().at(-1);
    return newest === undefined ? undefined : join(folder, newest);
  } catch {
    return undefined;
  }
}

function readModules(folder: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, string>();
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const name = /^(.*)\.ko$/.exec(entry.name)?.[1];
      if (name !== undefined) files.set(name.replaceAll("-", "_"), join(entry.parentPath, entry.name));
    }
  } catch (error) {
    throw new Error(`the kernel's modules are not in ${JSON.stringify(folder)}`, { cause: error });
  }
  return new Map(
    guestModules.map((name) => {
      const file = files.get(name);
      if (file === undefined)
        throw new Error(`the kernel has no module ${name}.ko in ${JSON.stringify(folder)}`);
      return [name, readFileSync(file)];
    }),
  );
}
