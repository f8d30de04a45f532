import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { LineIndex } from "../../source/line-index.js";
import { systemReason } from "../../source/read-source.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { displayPath, noManifest } from "../workspace/project.js";
import { type EditorProject, editorFolder, findEditorProject, pathWithin } from "./editor-project.js";
import { nameSchema } from "./modeline.js";
import type { TextEdit } from "./text-edit.js";
import { associateInSettings, isJson, isYaml, type SettingsAssociation } from "./vscode-settings.js";
import { writeAtomically } from "./write-atomically.js";

export interface EditorOptions extends GlobalOptions {
  /** Documents; none means those of the manifest. */
  readonly files: readonly string[];
  /** Into the documents themselves, not into the editor's settings. */
  readonly modeline: boolean;
  /** Write nothing; say what would change. */
  readonly check: boolean;
  /** The folder that is opened in the editor. */
  readonly folder?: string;
}

/** A file with the text that it is to have. */
interface Change {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly what: string;
}

/** `provc editor`: tells editors which schema describes the document. All files are looked at before one is written. */
export async function associate(context: CliContext, options: EditorOptions): Promise<void> {
  const project = await findEditorProject(context, options);
  requireSomething(project, options);
  const changes = options.modeline
    ? modelineChanges(context, project, options)
    : [settingsChange(context, project, options)];
  for (const change of changes) report(context, change, options.check);
}

/** Nothing speaks for the shipped kinds in a folder that has neither a manifest nor a document of theirs. */
function requireSomething({ root, document, manifest }: EditorProject, { files }: EditorOptions): void {
  const names = document?.files ?? [];
  if (manifest !== undefined || files.length > 0) return;
  if (names.some((name) => existsSync(path.join(root, name)))) return;
  throw new CommandFailure(
    `${noManifest}, and no ${names.join(", ")} for the kinds shipped with provc; name a document, or start with provc init`,
    exitCodes.cannotRun,
  );
}

function report(context: CliContext, { file, before, after, what }: Change, check: boolean): void {
  const shown = displayPath(context, file);
  if (before === after) {
    context.stdout.write(`unchanged  ${shown}\n`);
    return;
  }
  const verb = before === undefined ? "create" : "change";
  if (check) {
    context.stdout.write(`would ${verb}  ${shown}: ${what}\n`);
    context.exitCode = exitCodes.findings;
    return;
  }
  try {
    writeAtomically(file, after);
  } catch (error) {
    throw new CommandFailure(`cannot write ${shown}: ${systemReason(error)}`, exitCodes.cannotRun);
  }
  context.stdout.write(`${verb}d  ${shown}: ${what}\n`);
}

function settingsChange(context: CliContext, project: EditorProject, options: EditorOptions): Change {
  const folder =
    options.folder === undefined ? editorFolder(project.root) : path.resolve(context.cwd, options.folder);
  const inFolder = (file: string): string => {
    const relative = pathWithin(folder, file);
    if (relative !== undefined) return relative;
    throw new CommandFailure(
      `${displayPath(context, file)} is outside of ${displayPath(context, folder)}, the folder that is opened in the editor; say which one that is with --folder`,
      exitCodes.cannotRun,
    );
  };
  const { document, manifest } = project;
  const associations: SettingsAssociation[] = [
    ...(document === undefined
      ? []
      : [
          {
            schema: inFolder(document.schema),
            files: documentFiles(context, project, options).map(inFolder),
          },
        ]),
    ...(manifest === undefined
      ? []
      : [{ schema: inFolder(manifest.schema), files: [inFolder(manifest.file)] }]),
  ];
  const file = path.join(folder, ".vscode/settings.json");
  const before = readIfThere(context, file);
  const after = accept(context, file, before ?? "", associateInSettings(before ?? "", associations));
  const names = associations.flatMap(({ files }) => files.filter((name) => isYaml(name) || isJson(name)));
  return { file, before, after, what: `schemas for ${names.join(", ")}` };
}

function modelineChanges(context: CliContext, project: EditorProject, options: EditorOptions): Change[] {
  const { schema } = requireDocument(project);
  const files =
    options.files.length > 0 ? documentFiles(context, project, options) : existingDocuments(context, project);
  return files.map((file) => {
    const before = readIfThere(context, file);
    if (before === undefined) {
      throw new CommandFailure(
        `cannot read ${displayPath(context, file)}: no such file`,
        exitCodes.cannotRun,
      );
    }
    const relative = path.relative(path.dirname(file), schema).replaceAll(path.sep, "/");
    const named = relative.startsWith("../") || path.isAbsolute(relative) ? relative : `./${relative}`;
    return {
      file,
      before,
      after: accept(context, file, before, nameSchema(file, before, named)),
      what: named,
    };
  });
}

/** Absolute paths of the documents that are named, or that the manifest names. */
function documentFiles(context: CliContext, project: EditorProject, { files }: EditorOptions): string[] {
  const declared = requireDocument(project).files;
  if (files.length === 0) return declared.map((file) => path.join(project.root, file));
  return files.map((file) => {
    if (isYaml(file) || isJson(file)) return path.resolve(context.cwd, file);
    throw new CommandFailure(`${file} is neither YAML nor JSON`, exitCodes.cannotRun);
  });
}

/** The documents that are there: in the working directory, else beside the manifest. */
function existingDocuments(context: CliContext, project: EditorProject): string[] {
  const { files } = requireDocument(project);
  for (const folder of new Set([context.cwd, project.root])) {
    const there = files
      .filter((file) => isYaml(file) || isJson(file))
      .map((file) => path.join(folder, file))
      .filter((file) => existsSync(file));
    if (there.length > 0) return there;
  }
  throw new CommandFailure(`found none of ${files.join(", ")}`, exitCodes.cannotRun);
}

function requireDocument({ document }: EditorProject): NonNullable<EditorProject["document"]> {
  if (document !== undefined) return document;
  throw new CommandFailure("the manifest declares no document", exitCodes.cannotRun);
}

/** The file's text; undefined when there is no such file. A byte order mark stays in it. */
function readIfThere(context: CliContext, file: string): string | undefined {
  const shown = displayPath(context, file);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new CommandFailure(`cannot read ${shown}: ${systemReason(error)}`, exitCodes.cannotRun);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandFailure(`${shown} is not valid UTF-8; nothing was written`, exitCodes.cannotRun);
  }
}

/** The edited text; ends the command, with the place, where there is none. */
function accept(context: CliContext, file: string, text: string, edit: TextEdit): string {
  if (edit.problem === undefined) return edit.text;
  const { line, column } = new LineIndex(text).position(edit.problem.at);
  const place = `${displayPath(context, file)}:${line}:${column}`;
  throw new CommandFailure(`${place}: ${edit.problem.message}; nothing was written`, exitCodes.cannotRun);
}
