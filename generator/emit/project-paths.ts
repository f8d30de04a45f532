import { posix } from "node:path";
import { type ImportExtension, importPath } from "../manifest/import-path.js";
import type { ModuleReference } from "../model/model.js";

/** Where the project (the manifest's folder) lies, seen from the output folder: `..` for `generated/`. */
export interface ProjectLocation {
  readonly toProject: string;
}

/** The path of a project file, seen from a generated file that lies `depth` folders deep in the output folder. */
export function projectPath(location: ProjectLocation, path: string, depth = 0): string {
  return posix.join("../".repeat(depth), location.toProject, path);
}

/** What the specifiers in generated modules depend on. */
export interface ImportSettings extends ProjectLocation {
  readonly importExtension: ImportExtension;
}

/** The specifier that imports a module of the project into a generated module, `depth` folders deep. */
export function importSpecifier(settings: ImportSettings, module: ModuleReference, depth: number): string {
  const specifier = importPath(projectPath(settings, module.path, depth), settings.importExtension);
  return specifier.startsWith(".") ? specifier : `./${specifier}`;
}
