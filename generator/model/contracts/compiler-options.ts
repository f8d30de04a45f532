import type { ts as TypeScript } from "ts-morph";
import { folderOf, isInside, resolvePath } from "../../manifest/paths.js";

/** Options for checking contracts, and the files that they come from. */
export interface ContractOptions {
  readonly options: TypeScript.CompilerOptions;
  readonly inputs: readonly string[];
}

/**
 * The project's compiler options as far as they say what types mean and where modules are. What only restricts how
 * code is written or emitted is switched off: the project's own compiler run is there for that.
 */
export function contractOptions(ts: typeof TypeScript, folder: string, root: string): ContractOptions {
  const read: string[] = [];
  const config = findConfig(ts, folder, root);
  const parsed =
    config === undefined
      ? undefined
      : ts.getParsedCommandLineOfConfigFile(
          config,
          {},
          {
            useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
            getCurrentDirectory: () => folder,
            fileExists: ts.sys.fileExists,
            readFile(path) {
              read.push(resolvePath(folder, path));
              return ts.sys.readFile(path);
            },
            // Which files belong to the project does not matter here, and looking for them takes long.
            readDirectory: () => [],
            onUnRecoverableConfigFileDiagnostic: () => {},
          },
        );
  // Where a project has no options, types are looked for as if it had a file with options at its root.
  const configFilePath = resolvePath(root, "tsconfig.json");
  const given = parsed?.options ?? { strict: true, target: ts.ScriptTarget.ES2023, configFilePath };
  const { outDir: _o, rootDir: _r, tsBuildInfoFile: _t, outFile: _f, declarationDir: _d, ...options } = given;
  return {
    inputs: read,
    options: {
      ...options,
      noEmit: true,
      skipLibCheck: true,
      allowJs: true,
      checkJs: false,
      composite: false,
      incremental: false,
      declaration: false,
      declarationMap: false,
      emitDeclarationOnly: false,
      isolatedDeclarations: false,
      isolatedModules: false,
      verbatimModuleSyntax: false,
      erasableSyntaxOnly: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      allowSyntheticDefaultImports: true,
      esModuleInterop: true,
      // Takes modules as bundlers and loaders take them, so that the module system of the package does not matter.
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      customConditions: [...new Set([...(options.customConditions ?? []), "node"])],
      // Older compilers take all `@types` packages by default, newer ones none; one too many does no harm.
      types: options.types ?? ["*"],
      jsx: options.jsx ?? ts.JsxEmit.Preserve,
    },
  };
}

function findConfig(ts: typeof TypeScript, folder: string, root: string): string | undefined {
  for (let at = folder; isInside(root, at); at = folderOf(at)) {
    const path = resolvePath(at, "tsconfig.json");
    if (ts.sys.fileExists(path)) return path;
    if (at === folderOf(at)) return undefined;
  }
  return undefined;
}
