import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Jiti } from "jiti";

/** Imports modules of the user's project, TypeScript included, without a build. */
export interface ModuleLoader {
  /**
   * The namespace of a module, by its absolute path or by the name of a package that the project has installed; rejects
   * with an error whose message is one line and names the place.
   */
  load(module: string): Promise<ModuleNamespace>;
}

/** The exports of a module. */
export interface ModuleNamespace {
  readonly [name: string]: unknown;
}

/**
 * A loader for the modules of the project in `root`. Nothing is loaded before the first module is asked for. What
 * they import from `provc` is this very package, so that one process holds one copy, wherever theirs is installed.
 */
export function createModuleLoader(root: string): ModuleLoader {
  let starting: Promise<Jiti> | undefined;
  return {
    async load(module) {
      starting ??= startJiti(root);
      const jiti = await starting;
      try {
        const specifier = path.isAbsolute(module) ? pathToFileURL(module).href : module;
        return await jiti.import<ModuleNamespace>(specifier);
      } catch (error) {
        throw new Error(describeFailure(error, root), { cause: error });
      }
    },
  };
}

async function startJiti(root: string): Promise<Jiti> {
  const [{ createJiti }, provc, document] = await Promise.all([
    import("jiti"),
    import("../../index.js"),
    import("../../document/index.js"),
  ]);
  const packages = path.join(root, "node_modules");
  return createJiti(pathToFileURL(`${root}/`).href, {
    // Transformed code is kept where the project keeps such things, or not at all; never in a shared folder.
    fsCache: existsSync(packages) && path.join(packages, ".cache", "provc", "modules"),
    interopDefault: false,
    tsconfigPaths: true,
    virtualModules: { provc, "provc/document": document },
  });
}

/** In one line: the loader's syntax errors have the place on a line of its own, and others a stack of importers. */
function describeFailure(error: unknown, root: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first = "", second = ""] = text.split("\n").map((line) => line.trim());
  const syntax = /^ParseError: (.*)$/.exec(first);
  if (syntax === null) return shorten(first, root);
  return `${shorten(second, root)}: ${syntax[1]}`;
}

const shorten = (text: string, root: string): string => text.replaceAll(`${root}${path.sep}`, "");
