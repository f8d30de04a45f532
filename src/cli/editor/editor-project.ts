import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { openCatalogue } from "../workspace/open-catalogue.js";
import { displayPath } from "../workspace/project.js";

/** What editors are told of: absolute paths. */
export interface EditorProject {
  /** The manifest's folder, or the working directory where there is no manifest. */
  readonly root: string;
  /** The names that a document may have, and its schema; absent when the manifest declares no document. */
  readonly document?: { readonly files: readonly string[]; readonly schema: string };
  /** The manifest and its schema; absent in a folder without one. */
  readonly manifest?: { readonly file: string; readonly schema: string };
}

/** Finds the schemas for editors, of the project at hand or of the kinds that provc brings. */
export async function findEditorProject(context: CliContext, options: GlobalOptions): Promise<EditorProject> {
  const { catalogue, folder, project } = await openCatalogue(context, options);
  const root = project?.root ?? context.cwd;
  const schemaIn = (name: string): string => {
    const file = path.join(folder, "schemas", name);
    if (existsSync(file)) return file;
    throw new CommandFailure(
      `${displayPath(context, file)} is missing; run provc codegen`,
      exitCodes.cannotRun,
    );
  };
  const { document } = catalogue;
  return {
    root,
    ...(document && { document: { files: document.files, schema: schemaIn("document.editor.schema.json") } }),
    ...(project && {
      manifest: { file: project.manifestFile, schema: schemaIn("manifest.schema.json") },
    }),
  };
}

/**
 * The folder that is opened in the editor, whose `.vscode` counts: the nearest one from the project upwards that has
 * a `.vscode` folder, within the same repository; else the project's own.
 */
export function editorFolder(root: string): string {
  const folders: string[] = [];
  for (let current = root; ; current = path.dirname(current)) {
    folders.push(current);
    if (existsSync(path.join(current, ".git"))) break;
    // Without a repository nothing says where the project ends, and a home folder has a `.vscode`, too.
    if (current === path.dirname(current)) return root;
  }
  return folders.find((folder) => isFolder(path.join(folder, ".vscode"))) ?? root;
}

/** A path as seen from a folder, with `/`; undefined where there is no way, or it leads out of the folder. */
export function pathWithin(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  const isOutside = relative === "" || relative.split(path.sep)[0] === ".." || path.isAbsolute(relative);
  return isOutside ? undefined : relative.replaceAll(path.sep, "/");
}

const isFolder = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
