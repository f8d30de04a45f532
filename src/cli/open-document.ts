import path from "node:path";
import { formatPretty } from "../diagnostics/format-pretty.js";
import { type LoadedDocument, loadDocument } from "../document/load-document.js";
import { ProvcError } from "../errors/provc-error.js";
import { SourceReadError } from "../source/read-source.js";
import { type CliContext, CommandFailure, exitCodes } from "./context.js";
import type { DocumentOptions } from "./global-options.js";
import { wantsColor } from "./output/colors.js";
import { ownDocuments } from "./own-documents.js";
import { openWorkspace, requireDocument, type Workspace } from "./workspace.js";

/** A valid config document, defaults applied, and the workspace that it belongs to. */
export interface OpenedDocument {
  readonly workspace: Workspace;
  readonly document: LoadedDocument;
  /** Absolute path of the document's folder: what relative paths in it are relative to. */
  readonly folder: string;
}

/** Reads the document of a command that acts on it. Warnings are shown; errors too, and they end the command. */
export async function openDocument(context: CliContext, options: DocumentOptions): Promise<OpenedDocument> {
  const workspace = await openWorkspace(context, options);
  const definition = requireDocument(context, workspace);
  const file = options.config ?? (await ownDocuments(context, workspace, definition))[0];
  const document = await loadDocument(definition, {
    file,
    cwd: context.cwd,
    env: context.env,
    defaults: true,
    loadModule: (module) => workspace.loader.load(module),
  }).catch((error) => {
    if (error instanceof SourceReadError || ProvcError.isInstance(error)) {
      throw new CommandFailure((error as Error).message, exitCodes.cannotRun);
    }
    throw error;
  });
  if (document.diagnostics.length > 0) showDiagnostics(context, document);
  if (!document.valid) throw new CommandFailure("");
  return { workspace, document, folder: path.dirname(path.resolve(context.cwd, document.file)) };
}

function showDiagnostics(context: CliContext, { file, text, secrets, diagnostics }: LoadedDocument): void {
  const report = { files: [file], diagnostics, sources: new Map([[file, { text, secrets }]]) };
  context.stderr.write(formatPretty(report, { color: wantsColor(context.stderr, context.env) }));
}
