import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { KindTable, ProviderEntry } from "../../contract/table.js";
import type { ValidatorModule } from "../../contract/validator.js";
import { CommandFailure, exitCodes } from "../context.js";
import type { CatalogueKind, CatalogueProvider } from "./catalogue.js";
import type { ModuleLoader } from "./module-loader.js";

/**
 * The table of a kind, from the catalogue in `folder`: what the generated registry module holds too, but
 * without compiling it. Loads nothing.
 */
export function kindTable(kind: CatalogueKind, folder: string, loader: ModuleLoader): KindTable {
  const { providers, names: _names, contract: _contract, ...description } = kind;
  return {
    ...description,
    providers: Object.fromEntries(
      providers.map((provider) => [provider.id, entryOf(provider, folder, loader)]),
    ),
  };
}

function entryOf(provider: CatalogueProvider, folder: string, loader: ModuleLoader): ProviderEntry {
  const {
    module,
    schema: _schema,
    validator,
    validatorBackend: _backend,
    example: _example,
    ...description
  } = provider;
  return {
    ...description,
    validator: () => importValidator(path.join(folder, validator)),
    async load() {
      const namespace = await loader.load(path.resolve(folder, module.path));
      if (module.exportName in namespace) return namespace[module.exportName];
      throw new Error(`${path.basename(module.path)} has no export ${JSON.stringify(module.exportName)}`);
    },
  };
}

/** Imports a generated validator: plain JavaScript, so that no loader is needed. */
export async function importValidator(file: string): Promise<ValidatorModule> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const [reason] = String(error).split("\n");
    // What Node.js says of an ES module in a package that calls itself CommonJS.
    const advice = /Unexpected token 'export'/.test(String(error))
      ? 'it is an ES module and package.json has another "type"; run npm pkg set type=module'
      : "run provc codegen";
    throw new CommandFailure(
      `${path.basename(file)} cannot be loaded (${existsSync(file) ? reason : "no such file"}): ${advice}`,
      exitCodes.cannotRun,
    );
  }
}
