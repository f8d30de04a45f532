import type { JsonSchema } from "../../src/contract/json-schema.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { compileValidator } from "./compile-validator.js";
import { baseDocumentSchema } from "./document-schema.js";
import { deriveExample, type Example } from "./example.js";
import { type Memo, remember } from "./memo.js";
import type { OutputFile } from "./output-file.js";
import { runtimeSchema } from "./secret-values.js";

/** A schema's validator as text, and an example that passes it. */
export interface ValidatedSchema {
  readonly code: string;
  /** Absent when none could be derived. */
  readonly example?: Example;
}

const STAGE = "validator/1";

/** Compiles a schema and derives its example, or looks both up: neither ajv nor the search runs for a known schema. */
export async function validateSchema(schema: JsonSchema, memo?: Memo): Promise<ValidatedSchema> {
  const answer = await remember(memo, { stage: STAGE, input: schema }, async () => {
    const { code, validate } = await compileValidator(runtimeSchema(schema));
    const example = deriveExample(schema, validate);
    return JSON.stringify({ code, ...(example ? { example } : {}) });
  });
  return JSON.parse(answer) as ValidatedSchema;
}

/** Emits `<kind>/providers/<id>.validator.js` and its types for each provider. */
export function emitValidators(
  model: Model,
  kind: KindModel,
  validated: ReadonlyMap<ProviderModel, ValidatedSchema>,
): OutputFile[] {
  return kind.providers.flatMap((provider) => {
    const code = validated.get(provider)?.code ?? "";
    return validatorFiles(model, `${kind.id}/providers/${provider.id}.validator`, code);
  });
}

/** Emits `document.validator.js`, which checks the fields of the document that belong to no provider. */
export async function emitDocumentValidator(model: Model, memo?: Memo): Promise<OutputFile[]> {
  if (model.document === undefined) return [];
  const { code } = await validateSchema(baseDocumentSchema(model.document, model.kinds), memo);
  return validatorFiles(model, "document.validator", code);
}

const DECLARATIONS = `import type { ValidatorModule } from "provc";

export declare const validate: ValidatorModule["validate"];
export declare const schema: ValidatorModule["schema"];
`;

function validatorFiles(model: Model, path: string, code: string): OutputFile[] {
  return [
    { path: `${path}.js`, content: codeBanner(model) + code },
    { path: `${path}.d.ts`, content: codeBanner(model) + DECLARATIONS },
  ];
}
