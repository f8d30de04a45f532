import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { jsonFile } from "./banner.js";
import type { ExampleOf } from "./example.js";
import type { OutputFile } from "./output-file.js";
import { type ProjectLocation, projectPath } from "./project-paths.js";
import { publishedSchema } from "./secret-values.js";

/** Emits `catalogue.json`: all that is known of kinds and providers, as data. The command line works from it alone. */
export function emitCatalogue(model: Model, location: ProjectLocation, exampleOf: ExampleOf): OutputFile[] {
  const catalogue = {
    version: 1,
    manifest: projectPath(location, model.manifestFile),
    ...(model.document
      ? {
          document: {
            title: model.document.title,
            files: model.document.files,
            validator: "document.validator.js",
          },
        }
      : {}),
    kinds: model.kinds.map((kind) => kindEntry(kind, location, exampleOf)),
  };
  return [{ path: "catalogue.json", content: jsonFile(model, catalogue) }];
}

function kindEntry(kind: KindModel, location: ProjectLocation, exampleOf: ExampleOf): object {
  const { contract, shared, capabilitiesSchema, providers, ...description } = kind;
  return {
    ...description,
    contract: { ...contract, path: projectPath(location, contract.path) },
    ...(shared === undefined ? {} : { shared: publishedSchema(shared) }),
    ...(capabilitiesSchema === undefined ? {} : { capabilitiesSchema: publishedSchema(capabilitiesSchema) }),
    providers: providers.map((provider) =>
      providerEntry(kind, provider, location, exampleOf(provider)?.value),
    ),
  };
}

function providerEntry(
  kind: KindModel,
  provider: ProviderModel,
  location: ProjectLocation,
  example: unknown,
): object {
  const { module, configSchema, ...description } = provider;
  const path = `${kind.id}/providers/${provider.id}`;
  return {
    ...description,
    module: { ...module, path: projectPath(location, module.path) },
    schema: `${path}.schema.json`,
    validator: `${path}.validator.js`,
    ...(example === undefined ? {} : { example }),
  };
}
