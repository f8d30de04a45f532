import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { hashBytes } from "./content-hash.js";

interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: { readonly [name: string]: string };
}

/**
 * A hash of everything in the compiler that output depends on: its version, the versions of the packages it
 * uses, and its code: by content where it is installed, by times where it is worked on. Undefined when it
 * cannot tell; then nothing may be cached. `module` is the URL of the module that imports the rest of it.
 */
export function compilerFingerprint(module: string): string | undefined {
  try {
    const file = fileURLToPath(module);
    const root = findRoot(dirname(file));
    if (root === undefined) return undefined;
    const manifest = readManifest(root);
    const names = Object.keys(manifest?.dependencies ?? {}).sort();
    const facts = [
      manifest?.version,
      process.versions.node,
      ...names.map((name) => [name, installedVersion(root, name)]),
      // The names of the files that this one imports hold hashes of their contents.
      ...(root.split(sep).includes("node_modules")
        ? [hashBytes(readFileSync(file, "utf8"))]
        : codeVersions(root, file)),
    ];
    return hashBytes(JSON.stringify(facts));
  } catch {
    return undefined;
  }
}

function readManifest(folder: string): PackageManifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageManifest;
  } catch {
    return undefined;
  }
}

function findRoot(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (readManifest(folder)?.name === "provc") return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The version that an import from the package would find, by Node's own walk up the folders. */
function installedVersion(root: string, name: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, "node_modules", name));
    if (manifest !== undefined) return manifest.version;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Sizes and times of the code that runs: the bundle, or the sources of the generator and of what it uses.
 * Times will do, for a fingerprint too many only costs a compilation.
 */
function codeVersions(root: string, file: string): string[] {
  const fromSource = relative(root, file).split(sep)[0] === "generator";
  const bundle = basename(dirname(file)) === "chunks" ? dirname(dirname(file)) : dirname(file);
  const files = fromSource
    ? [...filesIn(join(root, "generator"), true), ...filesIn(join(root, "src"), true)]
    : [...filesIn(bundle, false), ...filesIn(join(bundle, "chunks"), false)];
  return files.sort().map((path) => {
    const { size, mtimeMs } = statSync(path);
    return `${relative(root, path)} ${size} ${mtimeMs}`;
  });
}

function filesIn(folder: string, recursive: boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive, encoding: "utf8" })
    .filter((path) => /\.[cm]?[jt]s$/.test(path) && !path.endsWith(".d.ts"))
    .map((path) => join(folder, path));
}
