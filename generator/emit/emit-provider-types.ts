import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { digestOf, type Memo, remember } from "../memo.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { providerDocumentation } from "./kind-names.js";
import type { OutputFile } from "./output-file.js";
import { printTypes, STAGE } from "./print-types.js";

/** Emits `<kind>/providers/<id>.config.ts` for each provider: the type of its config, in a file of its own. */
export async function emitProviderTypes(model: Model, kind: KindModel, memo?: Memo): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for (const provider of kind.providers) {
    const text = await typesOf(provider, memo);
    files.push({ path: `${kind.id}/providers/${provider.id}.config.ts`, content: codeBanner(model) + text });
  }
  return files;
}

async function typesOf(provider: ProviderModel, memo: Memo | undefined): Promise<string> {
  const { configSchema, names } = provider;
  const description = providerDocumentation(provider);
  // The schema is brought into the printer's form, which takes a while, only where the text is not known.
  const question = { stage: STAGE, input: [names.configType, description, digestOf(configSchema)] };
  return remember(memo, question, async () => {
    const schema = isSchemaObject(configSchema) ? { description, ...configSchema } : configSchema;
    return (await printTypes({ name: names.configType, schema })).text;
  });
}
