import type { JsonSchema } from "../../src/contract/json-schema.js";
import { digestOf, type Memo, remember } from "../memo.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import { compileValidator, type ValidatorBackend, type ValidatorChoice } from "./compile-validator.js";
import { baseDocumentSchema } from "./document-schema.js";
import { deriveExample, type Example } from "./example.js";
import type { OutputFile } from "./output-file.js";
import { runtimeSchema } from "./secret-values.js";

/** A schema's validator as text, and an example that passes it. */
export interface ValidatedSchema {
  readonly backend: ValidatorBackend;
  readonly code: string;
  /** Absent when none could be derived. */
  readonly example?: Example;
}

/** How validators are compiled. */
export interface ValidatorSettings {
  readonly memo?: Memo;
  /** Default: `auto`. */
  readonly validators?: ValidatorChoice;
}

const STAGE = "validator/5";

/** Compiles a schema and derives its example, or looks both up: nothing of that runs for a known schema. */
export async function validateSchema(
  schema: JsonSchema,
  { memo, validators = "auto" }: ValidatorSettings = {},
): Promise<ValidatedSchema> {
  const answer = await remember(memo, { stage: STAGE, input: [digestOf(schema), validators] }, async () => {
    const { backend, code, validate } = await compileValidator(runtimeSchema(schema), validators);
    const example = deriveExample(schema, validate);
    return JSON.stringify({ backend, code, ...(example ? { example } : {}) });
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
    const compiled = validated.get(provider);
    const path = `${kind.id}/providers/${provider.id}.validator`;
    return compiled === undefined ? [] : validatorFiles(model, path, compiled);
  });
}

/** Emits `document.validator.js`, which checks the fields of the document that belong to no provider. */
export function emitDocumentValidator(model: Model, validated: ValidatedSchema | undefined): OutputFile[] {
  return validated === undefined ? [] : validatorFiles(model, "document.validator", validated);
}

/** Compiles the validator of the document. */
export async function validateDocument(
  model: Model,
  settings?: ValidatorSettings,
): Promise<ValidatedSchema | undefined> {
  if (model.document === undefined) return undefined;
  return validateSchema(baseDocumentSchema(model.document, model.kinds), settings);
}

function declarations(members: readonly string[]): string {
  return [
    'import type { ValidatorModule } from "provc";\n\n',
    ...members.map((member) => `export declare const ${member};\n`),
  ].join("");
}

const ofAjv = declarations(['validate: ValidatorModule["validate"]', 'schema: ValidatorModule["schema"]']);
const ofProvc = declarations([
  'validate: ValidatorModule["validate"]',
  'failures: NonNullable<ValidatorModule["failures"]>',
  'schema: ValidatorModule["schema"]',
]);

function validatorFiles(model: Model, path: string, { backend, code }: ValidatedSchema): OutputFile[] {
  const types = backend === "provc" ? ofProvc : ofAjv;
  return [
    { path: `${path}.js`, content: codeBanner(model) + code },
    { path: `${path}.d.ts`, content: codeBanner(model) + types },
  ];
}
