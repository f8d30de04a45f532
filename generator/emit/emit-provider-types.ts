import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import type { KindModel, Model } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { providerDocumentation } from "./kind-names.js";
import type { Memo } from "./memo.js";
import type { OutputFile } from "./output-file.js";
import { printTypes } from "./print-types.js";

/** Emits `<kind>/providers/<id>.config.ts` for each provider: the type of its config, in a file of its own. */
export async function emitProviderTypes(model: Model, kind: KindModel, memo?: Memo): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for (const provider of kind.providers) {
    const { configSchema } = provider;
    const description = providerDocumentation(provider);
    const schema = isSchemaObject(configSchema) ? { description, ...configSchema } : configSchema;
    const { text } = await printTypes({ name: provider.names.configType, schema }, memo);
    files.push({ path: `${kind.id}/providers/${provider.id}.config.ts`, content: codeBanner(model) + text });
  }
  return files;
}
