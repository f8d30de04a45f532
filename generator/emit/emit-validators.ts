import type { JsonSchema } from "../../src/contract/json-schema.js";
import {
  type Answer,
  answerOf,
  digestOf,
  laterAnswer,
  type Memo,
  MemoDamage,
  noteAnswer,
  recallAnswer,
  remember,
} from "../memo.js";
import type { KindModel, Model, ProviderModel } from "../model/model.js";
import { codeBanner } from "./banner.js";
import type { EmitMemory } from "./emit-memory.js";
import { deriveExample, type Example } from "./examples/example.js";
import { runtimeSchema } from "./examples/secret-values.js";
import { fileText, laterFile, type OutputFile } from "./output-file.js";
import { baseDocumentSchema } from "./schemas/document-schema.js";
import {
  compileValidator,
  type ValidatorBackend,
  type ValidatorChoice,
} from "./validators/compile-validator.js";

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

const STAGE = "document-validator/1";
const PROVIDER_STAGE = "validator/7";

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

/** A provider's validator as the text of its file, and what is known of it. */
export interface ValidatedProvider {
  readonly module: Answer;
  readonly backend: ValidatorBackend;
  /** Undefined when none could be derived. */
  readonly example?: Example | undefined;
}

/** The same for a provider; what is remembered is read when somebody asks for it. */
export async function validateProvider(
  model: Model,
  provider: ProviderModel,
  { validators = "auto" }: ValidatorSettings = {},
  memory?: EmitMemory,
): Promise<ValidatedProvider> {
  const compile = async (): Promise<ValidatedSchema> => {
    const { configSchema } = provider;
    const { backend, code, validate } = await compileValidator(runtimeSchema(configSchema), validators);
    const example = deriveExample(configSchema, validate);
    return { backend, code, ...(example ? { example } : {}) };
  };
  const text = (code: string): string => fileText(codeBanner(model) + code);
  if (memory === undefined) {
    const { code, ...facts } = await compile();
    return { ...facts, module: answerOf(text(code)) };
  }
  const { memo } = memory;
  const about = memory.subjectOf(provider);
  const factsQuestion = { stage: "validator-facts/1", about };
  const known = laterAnswer(memo, factsQuestion);
  const module = known && laterAnswer(memo, { stage: PROVIDER_STAGE, about });
  if (known !== undefined && module !== undefined) return new RememberedValidator(module, known);
  const fresh = await remember(memo, { stage: PROVIDER_STAGE, about }, async () => {
    const { code, ...facts } = await compile();
    noteAnswer(memo, factsQuestion, JSON.stringify(facts));
    return text(code);
  });
  const facts = recallAnswer(memo, factsQuestion);
  if (facts === undefined) throw new MemoDamage();
  return new RememberedValidator(answerOf(fresh), answerOf(facts));
}

/** A validator that was compiled before. */
class RememberedValidator implements ValidatedProvider {
  readonly module: Answer;
  readonly #answer: Answer;
  #facts: Pick<ValidatedSchema, "backend" | "example"> | undefined;

  constructor(module: Answer, facts: Answer) {
    this.module = module;
    this.#answer = facts;
  }

  get backend(): ValidatorBackend {
    return this.#known().backend;
  }

  get example(): Example | undefined {
    return this.#known().example;
  }

  #known(): Pick<ValidatedSchema, "backend" | "example"> {
    this.#facts ??= JSON.parse(this.#answer.text) as Pick<ValidatedSchema, "backend" | "example">;
    return this.#facts;
  }
}

/** Emits `<kind>/providers/<id>.validator.js` and its types for each provider. */
export function emitValidators(
  model: Model,
  kind: KindModel,
  validated: ReadonlyMap<ProviderModel, ValidatedProvider>,
  memory?: EmitMemory,
): OutputFile[] {
  return kind.providers.flatMap((provider) => {
    const compiled = validated.get(provider);
    if (compiled === undefined) return [];
    const path = `${kind.id}/providers/${provider.id}.validator`;
    const types = rememberPlain(memory, provider, "validator-types/1", () =>
      typesText(model, compiled.backend),
    );
    return [laterFile(`${path}.js`, compiled.module), laterFile(`${path}.d.ts`, types)];
  });
}

/** An answer that takes no work: it is remembered for its hash. */
function rememberPlain(
  memory: EmitMemory | undefined,
  provider: ProviderModel,
  stage: string,
  write: () => string,
): Answer {
  if (memory === undefined) return answerOf(write());
  const question = { stage, about: memory.subjectOf(provider) };
  const known = laterAnswer(memory.memo, question);
  if (known !== undefined) return known;
  const text = write();
  noteAnswer(memory.memo, question, text);
  return answerOf(text);
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

function typesText(model: Model, backend: ValidatorBackend): string {
  return codeBanner(model) + (backend === "provc" ? ofProvc : ofAjv);
}

function validatorFiles(model: Model, path: string, { backend, code }: ValidatedSchema): OutputFile[] {
  return [
    { path: `${path}.js`, content: codeBanner(model) + code },
    { path: `${path}.d.ts`, content: typesText(model, backend) },
  ];
}
