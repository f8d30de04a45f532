import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";

/** The manifest's name where nobody gives one. */
export const manifestName = "providers.manifest.yaml";

/** The folder of the generated files, beside the manifest, where nobody gives one. */
export const outputName = "generated";

/** What is said where a manifest would be of use. */
export const noManifest: string = `there is no ${manifestName} here or in a folder above`;

/** A project with a manifest. All paths are absolute. */
export interface Project {
  /** The manifest's folder: what paths in the manifest are relative to. */
  readonly root: string;
  readonly manifestFile: string;
  readonly outputFolder: string;
}

/** The project that the working directory belongs to, or that `--manifest` names; undefined without any manifest. */
export function findProject(context: CliContext, options: GlobalOptions): Project | undefined {
  const manifestFile =
    options.manifest === undefined
      ? findUpwards(context.cwd)
      : existingManifest(path.resolve(context.cwd, options.manifest), options.manifest);
  if (manifestFile === undefined) {
    if (options.out !== undefined) throw new CommandFailure("--out needs a manifest", exitCodes.cannotRun);
    return undefined;
  }
  const root = path.dirname(manifestFile);
  const outputFolder =
    options.out === undefined ? path.join(root, outputName) : path.resolve(context.cwd, options.out);
  return { root, manifestFile, outputFolder };
}

/** The project, for commands that are of no use without a manifest. */
export function requireProject(context: CliContext, options: GlobalOptions): Project {
  const project = findProject(context, options);
  if (project !== undefined) return project;
  throw new CommandFailure(
    `no ${manifestName} here or in a folder above; provc init writes a first one`,
    exitCodes.cannotRun,
  );
}

/** A path as the user should read it: relative to the working directory, with `/`. */
export function displayPath(context: CliContext, file: string): string {
  const relative = path.relative(context.cwd, file);
  if (relative === "") return ".";
  return path.isAbsolute(relative) ? relative : relative.replaceAll(path.sep, "/");
}

function findUpwards(folder: string): string | undefined {
  for (let current = path.resolve(folder); ; ) {
    const candidate = path.join(current, manifestName);
    if (existsSync(candidate)) return candidate;
    const parent = path.dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

/** The manifest that `--manifest` names: a file, or a folder that has one of the usual name. */
function existingManifest(file: string, given: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return file;
  const inside = path.join(file, manifestName);
  if (stats?.isDirectory() === true && existsSync(inside)) return inside;
  const reason = stats?.isDirectory() === true ? ` is a folder without ${manifestName}` : "";
  throw new CommandFailure(`manifest not found: ${given}${reason}`, exitCodes.cannotRun);
}
