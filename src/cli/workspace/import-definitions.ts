import { existsSync } from "node:fs";
import path from "node:path";
import { closest } from "../../diagnostics/suggest.js";
import { ProvcError } from "../../errors/provc-error.js";
import type { AnyProviderDefinition } from "../../registry/provider-definition.js";
import type { AnyRegistry } from "../../registry/registry-types.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { ModuleLoader } from "./module-loader.js";
import { displayPath } from "./project.js";

/** A provider that a module has registered. */
export interface ImportedProvider {
  readonly kind: string;
  readonly id: string;
}

/** Registers the providers that a module of `--import` exports, each with the registry of the kind that it names. */
export async function importDefinitions(
  context: CliContext,
  given: string,
  loader: ModuleLoader,
  registries: ReadonlyMap<string, AnyRegistry>,
): Promise<ImportedProvider[]> {
  const file = path.resolve(context.cwd, given);
  const isFile = existsSync(file);
  if (!isFile && !isInstalled(given, context.cwd)) {
    const missing = packageName(given) === undefined ? "file" : "file or package";
    throw new CommandFailure(`--import: no such ${missing}: ${given}`, exitCodes.cannotRun);
  }
  const shown = isFile ? displayPath(context, file) : given;
  const definitions = await definitionsIn(isFile ? file : given, shown, loader);
  if (definitions.length === 0) {
    throw new CommandFailure(
      `--import: ${shown} exports no provider definition; make one with defineProvider`,
      exitCodes.cannotRun,
    );
  }
  return definitions.map((definition) => {
    const registry = registryFor(definition, shown, registries);
    try {
      return { kind: registry.register(definition).kind.id, id: definition.id };
    } catch (error) {
      if (!ProvcError.isInstance(error)) throw error;
      throw new CommandFailure(`--import: ${shown}: ${error.message}`, exitCodes.cannotRun);
    }
  });
}

/** The package that an import specifier such as `@acme/gcs/provider` is of; undefined for what can only be a file. */
function packageName(specifier: string): string | undefined {
  return /\.[cm]?[jt]sx?$/.test(specifier)
    ? undefined
    : /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*(?=\/|$)/.exec(specifier)?.[0];
}

/** Whether a package is in the `node_modules` of a folder or of one above it. */
function isInstalled(specifier: string, folder: string): boolean {
  const name = packageName(specifier);
  if (name === undefined) return false;
  const above = path.dirname(folder);
  return (
    existsSync(path.join(folder, "node_modules", name)) || (above !== folder && isInstalled(specifier, above))
  );
}

async function definitionsIn(
  module: string,
  shown: string,
  loader: ModuleLoader,
): Promise<AnyProviderDefinition[]> {
  try {
    const namespace = await loader.load(module);
    const exported = Object.values(namespace).flat();
    return [...new Set(exported)].filter(isDefinition);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`--import: cannot load ${shown}: ${reason}`, exitCodes.cannotRun);
  }
}

/** What `defineProvider` makes, by whichever copy of the package. */
function isDefinition(value: unknown): value is AnyProviderDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { id, load, capabilities, requires } = value as Partial<Record<keyof AnyProviderDefinition, unknown>>;
  return (
    typeof id === "string" &&
    typeof load === "function" &&
    typeof capabilities === "object" &&
    typeof requires === "object"
  );
}

function registryFor(
  { id, kind }: AnyProviderDefinition,
  shown: string,
  registries: ReadonlyMap<string, AnyRegistry>,
): AnyRegistry {
  const kinds = [...registries.keys()];
  const named = kind ?? (kinds.length === 1 ? kinds[0] : undefined);
  const available = `available kinds: [${kinds.join(" ")}]`;
  if (named === undefined) {
    throw new CommandFailure(
      `--import: ${JSON.stringify(id)} in ${shown} does not say its kind; ${available}`,
      exitCodes.cannotRun,
    );
  }
  const registry = registries.get(named);
  if (registry !== undefined) return registry;
  const meant = closest(named, kinds);
  throw new CommandFailure(
    `--import: ${JSON.stringify(id)} in ${shown} is of the unknown kind ${JSON.stringify(named)}; ${available}${
      meant === undefined ? "" : `; did you mean ${JSON.stringify(meant)}?`
    }`,
    exitCodes.cannotRun,
  );
}
