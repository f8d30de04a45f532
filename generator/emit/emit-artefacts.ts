import { byCodeUnit } from "../../src/validation/json-value.js";
import type { Memo } from "../memo.js";
import type { Model, ProviderModel } from "../model/model.js";
import { emitCatalogue } from "./emit-catalogue.js";
import { emitDocs } from "./emit-docs.js";
import { emitDocument } from "./emit-document.js";
import { emitIndex } from "./emit-index.js";
import { emitJsonSchemas, emitProviderSchemas } from "./emit-json-schemas.js";
import { emitKind } from "./emit-kind.js";
import { emitKindConfig } from "./emit-kind-config.js";
import { EmitMemory } from "./emit-memory.js";
import { emitProviderTypes } from "./emit-provider-types.js";
import { emitRegistry } from "./emit-registry.js";
import {
  emitDocumentValidator,
  emitValidators,
  type ValidatedProvider,
  type ValidatorSettings,
  validateDocument,
  validateProvider,
} from "./emit-validators.js";
import type { ExampleOf } from "./examples/example.js";
import type { OutputFile } from "./output-file.js";
import type { ImportSettings } from "./project-paths.js";
import { documentExamples } from "./schemas/document-example.js";
import type { ValidatorChoice } from "./validators/compile-validator.js";

/** Settings of a run. */
export interface EmitOptions {
  /** Remembers what was made of each schema. Default: nothing is remembered. */
  readonly memo?: Memo;
  /** Which back end writes the validators. Default: `auto`. */
  readonly validators?: ValidatorChoice;
  /** Where the manifest's folder lies, seen from the output folder. Default: `..`. */
  readonly toProject?: string;
}

/**
 * Makes every generated file from the model, sorted by path. A pure function: nothing is read, written or printed.
 *
 * @throws when two emitters write the same path, which is a mistake in the compiler or an unchecked model.
 */
export async function emitArtefacts(model: Model, options: EmitOptions = {}): Promise<readonly OutputFile[]> {
  const { memo, toProject = "..", validators = "auto" } = options;
  const settings: ValidatorSettings = { validators, ...(memo && { memo }) };
  const memory = memo && new EmitMemory(memo, model, { toProject, validators });
  const imports: ImportSettings = { toProject, importExtension: model.importExtension };
  const validated = await validateAll(model, settings, memory);
  const document = await validateDocument(model, settings);
  const exampleOf: ExampleOf = (provider) => validated.get(provider)?.example;
  const files = [
    ...emitJsonSchemas(model, exampleOf, memory),
    ...emitCatalogue(model, imports, { validated, document }, memory),
    ...(await emitDocument(model, imports, memo)),
    ...emitDocumentValidator(model, document),
    ...emitIndex(model),
  ];
  for (const kind of model.kinds) {
    files.push(
      ...emitRegistry(model, kind, imports),
      ...emitKind(model, kind),
      ...(await emitKindConfig(model, kind, memo)),
      ...(await emitProviderTypes(model, kind, memory)),
      ...emitProviderSchemas(model, kind, memory),
      ...emitValidators(model, kind, validated, memory),
      ...emitDocs(model, kind, await documentExamples(model, kind, exampleOf, memo), memory),
    );
  }
  return sortedWithoutDuplicates(files);
}

async function validateAll(
  model: Model,
  settings: ValidatorSettings,
  memory: EmitMemory | undefined,
): Promise<ReadonlyMap<ProviderModel, ValidatedProvider>> {
  const validated = new Map<ProviderModel, ValidatedProvider>();
  for (const provider of model.kinds.flatMap((kind) => kind.providers)) {
    validated.set(provider, await validateProvider(model, provider, settings, memory));
  }
  return validated;
}

function sortedWithoutDuplicates(files: readonly OutputFile[]): readonly OutputFile[] {
  const byPath = new Map<string, OutputFile>();
  for (const file of files) {
    if (byPath.has(file.path)) throw new Error(`two emitters write ${file.path}`);
    byPath.set(file.path, file);
  }
  return [...byPath.values()].sort((a, b) => byCodeUnit(a.path, b.path));
}
