import path from "node:path";
import type { DocumentDefinition } from "../document/document-definition.js";
import { DocumentNotFoundError, findDocumentFiles } from "../document/load-document.js";
import { type CliContext, CommandFailure, exitCodes } from "./context.js";
import { noManifest } from "./workspace/project.js";
import type { Workspace } from "./workspace.js";

/**
 * The document's files that exist here or, below the manifest's folder, there; absolute paths, at least one. Ends the
 * command when there is none.
 */
export async function ownDocuments(
  { cwd }: CliContext,
  { root, project }: Workspace,
  definition: DocumentDefinition,
): Promise<readonly [string, ...string[]]> {
  for (const folder of new Set([cwd, root])) {
    const [first, ...others] = await findDocumentFiles(definition, folder);
    const absolute = (file: string): string => path.resolve(folder, file);
    if (first !== undefined) return [absolute(first), ...others.map(absolute)];
  }
  const { message } = new DocumentNotFoundError(definition.files);
  const why = project === undefined ? `, as the kinds shipped with provc call it: ${noManifest}` : "";
  throw new CommandFailure(message + why, exitCodes.cannotRun);
}
