import type { BackendProvider } from "../../backend/provider.js";
import { CommandError } from "../../process/command-error.js";
import { type ChosenProvider, loadChosen } from "../chosen-provider.js";
import { type CliContext, CommandFailure } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { openDocument } from "../open-document.js";

const KIND = "backend";

/** The backend that a document chooses, and the folder that its relative paths are relative to. */
export interface ChosenBackend extends ChosenProvider<BackendProvider> {
  readonly folder: string;
}

/** Loads the backend of the config document. */
export async function chosenBackend(
  context: CliContext,
  options: DocumentOptions,
  method: "dev" | "buildDocker",
): Promise<ChosenBackend> {
  const { workspace, document, folder } = await openDocument(context, options);
  const registry = workspace.registries.get(KIND);
  if (registry === undefined) throw new CommandFailure(`this project has no kind "${KIND}"`);
  const choice = document.choices.find(({ kind }) => kind === KIND);
  if (choice === undefined) throw new CommandFailure(`no backend configuration found in ${document.file}`);
  return { ...(await loadChosen<BackendProvider>(registry, choice, [method])), folder };
}

/** Turns what a provider throws into the line and the exit code that the command ends with. */
export function backendFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CommandFailure(message, CommandError.isInstance(error) ? error.exitCode : 1);
}

/** The environment as plain texts. */
export function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(defined);
}
