import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { type Answer, awaitLater } from "../memo.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import type { EmitMemory } from "./emit-memory.js";
import { providerDocumentation } from "./kind-names.js";
import { fileText, laterFile, type OutputFile } from "./output-file.js";
import { printTypes, STAGE } from "./types/print-types.js";

/** Emits `<kind>/providers/<id>.config.ts` for each provider: the type of its config, in a file of its own. */
export async function emitProviderTypes(
  model: Model,
  kind: KindModel,
  memory?: EmitMemory,
): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for (const provider of kind.providers) {
    const text = await typesOf(model, provider, memory);
    files.push(laterFile(`${kind.id}/providers/${provider.id}.config.ts`, text));
  }
  return files;
}

async function typesOf(
  model: Model,
  provider: ProviderModel,
  memory: EmitMemory | undefined,
): Promise<Answer> {
  const question = { stage: STAGE, about: memory?.subjectOf(provider) ?? "" };
  return awaitLater(memory?.memo, question, async () => {
    const { configSchema, names } = provider;
    const description = providerDocumentation(provider);
    const schema = isSchemaObject(configSchema) ? { description, ...configSchema } : configSchema;
    const { text } = await printTypes({ name: names.configType, schema });
    return fileText(codeBanner(model) + text);
  });
}
