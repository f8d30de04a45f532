import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { jsonFile } from "./banner.js";
import type { ValidatedSchema } from "./emit-validators.js";
import type { OutputFile } from "./output-file.js";
import { type ProjectLocation, projectPath } from "./project-paths.js";
import { publishedSchema } from "./secret-values.js";

/** What is known of validators and examples. */
export interface CompiledSchemas {
  readonly validated: ReadonlyMap<ProviderModel, ValidatedSchema>;
  /** Absent without a document. */
  readonly document: ValidatedSchema | undefined;
}

/** Emits `catalogue.json`: all that is known of kinds and providers, as data. The command line works from it alone. */
export function emitCatalogue(
  model: Model,
  location: ProjectLocation,
  compiled: CompiledSchemas,
): OutputFile[] {
  const catalogue = {
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
  };
  return [{ path: "catalogue.json", content: jsonFile(model, catalogue) }];
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
  compiled: ValidatedSchema | undefined,
): object {
  const { module, configSchema, ...description } = provider;
  const path = `${kind.id}/providers/${provider.id}`;
  return {
    ...description,
    module: { ...module, path: projectPath(location, module.path) },
    schema: `${path}.schema.json`,
    validator: `${path}.validator.js`,
    ...(compiled === undefined ? {} : { validatorBackend: compiled.backend }),
    ...(compiled?.example === undefined ? {} : { example: compiled.example.value }),
  };
}
