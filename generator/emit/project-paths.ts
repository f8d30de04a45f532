import { posix } from "node:path";
import type { ModuleReference } from "../model/model.js";

/** Where the project (the manifest's folder) lies, seen from the output folder: `..` for `generated/`. */
export interface ProjectLocation {
  readonly toProject: string;
}

/** The path of a project file, seen from a generated file that lies `depth` folders deep in the output folder. */
export function projectPath(location: ProjectLocation, path: string, depth = 0): string {
  return posix.join("../".repeat(depth), location.toProject, path);
}

/** The specifier that imports a module of the project: `.ts` is imported as `.js`, as Node and tsc want it. */
export function importSpecifier(location: ProjectLocation, module: ModuleReference, depth: number): string {
  const path = projectPath(location, module.path, depth);
  const specifier = path.replace(/\.([mc]?)tsx?$/, ".$1js");
  return specifier.startsWith(".") ? specifier : `./${specifier}`;
}
