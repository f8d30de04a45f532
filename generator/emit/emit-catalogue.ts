import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { jsonFile } from "./banner.js";
import { type EmitMemory, partedFile } from "./emit-memory.js";
import type { ValidatedProvider, ValidatedSchema } from "./emit-validators.js";
import { publishedSchema } from "./examples/secret-values.js";
import type { OutputFile } from "./output-file.js";
import { type ProjectLocation, projectPath } from "./project-paths.js";

/** What is known of validators and examples. */
export interface CompiledSchemas {
  readonly validated: ReadonlyMap<ProviderModel, ValidatedProvider>;
  /** Absent without a document. */
  readonly document: ValidatedSchema | undefined;
}

/** Emits `catalogue.json`: all that is known of kinds and providers, as data. The command line works from it alone. */
export function emitCatalogue(
  model: Model,
  location: ProjectLocation,
  compiled: CompiledSchemas,
  memory?: EmitMemory,
): OutputFile[] {
  const catalogue = (): object => ({
    version: 1,
    manifest: projectPath(location, model.manifestFile),
    ...(model.document
      ? {
          document: {
            title: model.document.title,
            files: model.document.files,
            validator: "document.validator.js",
            ...(compiled.document ? { validatorBackend: compiled.document.backend } : {}),
          },
        }
      : {}),
    kinds: model.kinds.map((kind) => kindEntry(kind, location, compiled.validated)),
  });
  const basis = (): unknown => [
    model.document && [model.document.title, model.document.files, compiled.document?.backend],
    model.kinds.map((kind) => memory?.digestOfKind(kind)),
  ];
  return [partedFile(memory, "catalogue.json", basis, () => jsonFile(model, catalogue()))];
}

function kindEntry(
  kind: KindModel,
  location: ProjectLocation,
  validated: CompiledSchemas["validated"],
): object {
  const { contract, shared, capabilitiesSchema, providers, ...description } = kind;
  return {
    ...description,
    contract: { ...contract, path: projectPath(location, contract.path) },
    ...(shared === undefined ? {} : { shared: publishedSchema(shared) }),
    ...(capabilitiesSchema === undefined ? {} : { capabilitiesSchema: publishedSchema(capabilitiesSchema) }),
    providers: providers.map((provider) => providerEntry(kind, provider, location, validated.get(provider))),
  };
}

function providerEntry(
  kind: KindModel,
  provider: ProviderModel,
  location: ProjectLocation,
  compiled: ValidatedProvider | undefined,
): object {
  // Not by its rest: to leave the config schema out of that, it would be read.
  const { id, title, description, capabilities, requires, deprecated, names, module, commonFields } =
    provider;
  const path = `${kind.id}/providers/${id}`;
  return {
    id,
    title,
    description,
    capabilities,
    requires,
    ...(deprecated === undefined ? {} : { deprecated }),
    names,
    commonFields,
    module: { ...module, path: projectPath(location, module.path) },
    schema: `${path}.schema.json`,
    validator: `${path}.validator.js`,
    ...(compiled === undefined ? {} : { validatorBackend: compiled.backend }),
    ...(compiled?.example === undefined ? {} : { example: compiled.example.value }),
  };
}
