import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { idPattern } from "../../../generator/manifest/id-pattern.js";
import type { KindModel, Model } from "../../../generator/model/model.js";
import { providerWords, withArticle } from "../../contract/kind-words.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { GlobalOptions } from "../global-options.js";
import { unknownEntry } from "../workspace/find-entry.js";
import { displayPath, type Project, requireProject } from "../workspace/project.js";
import { readContract } from "./contract-members.js";
import { generate } from "./generate.js";
import { insertProvider } from "./insert-provider.js";
import { providerPlaces, schemaText, testText } from "./provider-files.js";
import { importSpecifier, providerModule } from "./provider-module.js";
import { sampleObject } from "./sample-value.js";
import { refuseToOverwrite, writeFiles } from "./write-files.js";

/** The provider to add. */
export interface NewProvider {
  readonly kind: string;
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
}

/** Everything that `add` writes; paths relative to the manifest's folder, with `/`. */
interface Scaffold {
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: string;
  /** False when the module throws until it is written. */
  readonly loads: boolean;
}

/** Writes a new provider and its manifest entry, and compiles. Nothing stays behind when that fails. */
export async function addProvider(
  context: CliContext,
  global: GlobalOptions,
  wanted: NewProvider,
): Promise<void> {
  if (!new RegExp(idPattern).test(wanted.id)) {
    throw new CommandFailure(
      `${JSON.stringify(wanted.id)} is no id; ids are lower-case words joined by -, such as my-provider`,
      exitCodes.cannotRun,
    );
  }
  const project = requireProject(context, global);
  const model = await loadManifest(context, project);
  if (model === undefined) return;
  const kind = kindOf(model, wanted);
  const scaffold = await draft(project, model, kind, wanted);
  const manifestPath = path.basename(project.manifestFile);
  refuseToOverwrite(project.root, scaffold.files.keys());
  const written = writeFiles(project.root, scaffold.files, new Map([[manifestPath, scaffold.manifest]]));
  let generated: string | undefined;
  try {
    generated = await generate(context, project);
  } finally {
    if (generated === undefined) written.undo();
  }
  if (generated === undefined) {
    throw new CommandFailure(`${providerWords(kind)} ${wanted.id} was not added; everything is as it was`);
  }
  const lines = [
    `Added ${providerWords(kind)} ${wanted.id} to ${displayPath(context, project.manifestFile)}:`,
    ...[...scaffold.files.keys()].map((file) => `  ${displayPath(context, path.join(project.root, file))}`),
    "",
    generated,
    `Write the first file next: ${scaffold.loads ? "each member" : "the module"} throws until it is written.`,
  ];
  context.stdout.write(`${lines.join("\n")}\n`);
}

/** The manifest as the compiler reads it; prints its findings and gives nothing when there are errors. */
async function loadManifest(context: CliContext, { manifestFile }: Project): Promise<Model | undefined> {
  const { loadModel } = await import("../../../generator/model/load-model.js");
  const { model, diagnostics } = await loadModel({ manifestPath: manifestFile, cwd: context.cwd });
  if (model !== undefined && !hasErrors(diagnostics)) return model;
  const { diagnosticsText } = await import("../codegen-report.js");
  context.stderr.write(await diagnosticsText(context, diagnostics));
  context.exitCode = exitCodes.findings;
  return undefined;
}

function kindOf(model: Model, { kind: wanted, id }: NewProvider): KindModel {
  const kind = model.kinds.find((candidate) => candidate.id === wanted);
  if (kind === undefined) {
    throw unknownEntry(
      "kind",
      "kinds",
      wanted,
      model.kinds.map((candidate) => candidate.id),
    );
  }
  if (kind.providers.some((provider) => provider.id === id)) {
    throw new CommandFailure(`there is ${withArticle(providerWords(kind))} ${id} already`);
  }
  if (Object.hasOwn(kind.routing, id)) throw new CommandFailure(`${id} is a virtual id of ${wanted} already`);
  return kind;
}

async function draft(
  project: Project,
  { importExtension }: Model,
  kind: KindModel,
  wanted: NewProvider,
): Promise<Scaffold> {
  const { root, manifestFile, outputFolder } = project;
  const { id } = wanted;
  const places = providerPlaces(root, kind, id);
  const contractFile = path.resolve(root, kind.contract.path);
  const contract = await readContract({
    contractFile,
    contractName: kind.contract.exportName,
    tsconfig: findCompilerFile(root),
  });
  const loads = contract !== undefined;
  const module = providerModule({
    id,
    words: providerWords(kind),
    contract,
    contractName: kind.contract.exportName,
    contractSpecifier: importSpecifier(
      path.dirname(path.join(root, places.module)),
      contractFile,
      importExtension,
    ),
  });
  const registryModule = path
    .relative(root, path.join(outputFolder, kind.id, "registry.ts"))
    .replaceAll(path.sep, "/");
  const capabilities = await sampleObject(kind.capabilitiesSchema);
  const settings = kind.config?.form === "inline" ? await sampleObject(kind.shared) : {};
  const entry = {
    title: wanted.title ?? titleFrom(id),
    ...(wanted.description !== undefined && { description: wanted.description }),
    module: `./${places.module}`,
    schema: `./${places.schema}`,
    ...(Object.keys(capabilities).length > 0 && { capabilities }),
  };
  return {
    files: new Map([
      [places.module, module],
      [places.schema, schemaText(kind, id)],
      [
        places.test,
        testText({ kind, id, test: places.test, registryModule, importExtension, settings, loads }),
      ],
    ]),
    manifest: insertProvider(readFileSync(manifestFile, "utf8"), kind.id, id, entry),
    loads,
  };
}

/** `my-provider` → `My provider`. */
function titleFrom(id: string): string {
  const words = id.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function findCompilerFile(root: string): string | undefined {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const file = path.join(folder, "tsconfig.json");
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}
