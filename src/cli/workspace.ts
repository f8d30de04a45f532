import path from "node:path";
import type { KindTable } from "../contract/table.js";
import type { DocumentDefinition } from "../document/document-definition.js";
import { createRegistry } from "../registry/create-registry.js";
import type { AnyRegistry } from "../registry/registry-types.js";
import { type CliContext, CommandFailure, exitCodes } from "./context.js";
import type { ImportOptions } from "./global-options.js";
import type { Catalogue, CatalogueKind } from "./workspace/catalogue.js";
import { type ImportedProvider, importDefinitions } from "./workspace/import-definitions.js";
import { importValidator, kindTable } from "./workspace/kind-tables.js";
import { createModuleLoader, type ModuleLoader } from "./workspace/module-loader.js";
import { type OpenedCatalogue, openCatalogue } from "./workspace/open-catalogue.js";
import { displayPath, type Project } from "./workspace/project.js";
import { loadShippedKinds } from "./workspace/shipped-kinds.js";

/** What the commands work with: the registries of the project at hand, or of the kinds shipped with provc. */
export interface Workspace {
  /** The manifest's folder; in a folder without a manifest the working directory. */
  readonly root: string;
  /** Absent in a folder without a manifest. */
  readonly project?: Project;
  readonly catalogue: Catalogue;
  /** Kind → registry, sorted by kind. Making them has loaded no provider and no validator. */
  readonly registries: ReadonlyMap<string, AnyRegistry>;
  /** Absent when the manifest declares no document. */
  readonly document?: DocumentDefinition;
  /** Imports modules of the project, TypeScript included. */
  readonly loader: ModuleLoader;
  /** The folder that the catalogue's paths are relative to. */
  readonly folder: string;
  /** What modules of `--import` have given to the registries, in their order. */
  readonly imported: readonly ImportedProvider[];
}

/**
 * Opens the workspace of the working directory. It needs the generated catalogue and validators, but no build of
 * the project. Modules of `--import` have been loaded and their providers registered. Ends the command with what to
 * do when the generated files are missing or not to be used.
 */
export async function openWorkspace(context: CliContext, options: ImportOptions): Promise<Workspace> {
  const opened = await openCatalogue(context, options);
  const { catalogue, project } = opened;
  const root = project?.root ?? context.cwd;
  const loader = createModuleLoader(root);
  const { tableOf, document } = await kindsOf(opened, loader);
  const registries = new Map(
    catalogue.kinds.map((kind): [string, AnyRegistry] => [
      kind.id,
      createRegistry(tableOf(kind)) as AnyRegistry,
    ]),
  );
  const imported: ImportedProvider[] = [];
  for (const module of options.import ?? [])
    imported.push(...(await importDefinitions(context, module, loader, registries)));
  return {
    root,
    folder: opened.folder,
    imported,
    catalogue,
    registries,
    loader,
    ...(project && { project }),
    ...(document && { document: { ...document, registries: [...registries.values()] } }),
  };
}

/** The definition of the workspace's document, for commands that read one. */
export function requireDocument(context: CliContext, workspace: Workspace): DocumentDefinition {
  if (workspace.document !== undefined) return workspace.document;
  const manifest = workspace.project && displayPath(context, workspace.project.manifestFile);
  throw new CommandFailure(`${manifest} declares no document`, exitCodes.cannotRun);
}

interface Kinds {
  tableOf(kind: CatalogueKind): KindTable;
  readonly document: Omit<DocumentDefinition, "registries"> | undefined;
}

async function kindsOf(
  { catalogue, folder, project }: OpenedCatalogue,
  loader: ModuleLoader,
): Promise<Kinds> {
  if (project === undefined) {
    const shipped = await loadShippedKinds();
    return { tableOf: (kind) => shipped.table(kind), document: shipped.document };
  }
  const { document } = catalogue;
  return {
    tableOf: (kind) => kindTable(kind, folder, loader),
    document: document && {
      title: document.title,
      files: document.files,
      validator: () => importValidator(path.join(folder, document.validator)),
    },
  };
}
