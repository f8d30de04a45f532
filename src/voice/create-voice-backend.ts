import type { JsonSchemaObject } from "../contract/json-schema.js";
import { closeObjects } from "../validation/schemas/close-objects.js";
import type { VoiceBackend, VoiceBackendOptions, VoiceBackendProvider } from "./backend.js";
import { type StageConfigs, type StageRegistries, stagesOf } from "./pipeline/stages-of.js";
import { type VoiceFields, voiceSettings } from "./settings.js";
import { VoiceError } from "./voice-error.js";

/** The `voice` part of a config document: the choice, the fields beside it, the configs by id. */
export interface VoiceConfig extends VoiceFields {
  readonly provider: string;
  /** The configs, by id. */
  readonly providers: object;
}

/** What of a registry of voice backends is needed; `voiceRegistry` and every registry that code makes fit. */
export interface VoiceProviders {
  has(id: string): boolean;
  describe(id: string): { readonly capabilities: { readonly [name: string]: unknown } };
  validate(
    id: string,
    config: unknown,
  ): Promise<
    { valid: true; value: unknown } | { valid: false; issues: readonly { readonly message: string }[] }
  >;
  get(id: string): Promise<VoiceBackendProvider>;
  /** The schema of the fields beside the selector. */
  readonly shared?: JsonSchemaObject | undefined;
}

/** What a backend is made with, beside its config; see {@link VoiceBackendOptions}. */
export interface CreateVoiceBackendOptions extends Omit<VoiceBackendOptions, "settings" | "stages"> {
  /** Where the stages that the config names are looked up. Default: none, for vendors whose side answers. */
  readonly stageRegistries?: StageRegistries;
  /** The `voice_stages` part of the document. */
  readonly stageConfigs?: StageConfigs;
  /** Stages made in code; they come before those that the config names. */
  readonly stages?: VoiceBackendOptions["stages"];
}

const OPERATION = "Create";

/**
 * Makes the backend that a config names: finds the provider, applies defaults, validates, makes the stages and the backend. Nothing
 * is connected; a change of `voice.provider` is all it takes to talk through another vendor.
 *
 * @throws VoiceError `provider_not_found`, `invalid_config` with every mistake, `sdk_not_installed`.
 */
export async function createVoiceBackend(
  registry: VoiceProviders,
  config: VoiceConfig,
  options: CreateVoiceBackendOptions = {},
): Promise<VoiceBackend> {
  // A document without a `voice` part has none.
  if (config === undefined || config === null) {
    throw new VoiceError(OPERATION, "invalid_config", "configuration cannot be nil");
  }
  const id = config.provider;
  if (!registry.has(id)) {
    throw new VoiceError(OPERATION, "provider_not_found", `backend provider '${id}' not found`);
  }
  // A config from code may be half of one.
  const providers = (config.providers ?? {}) as { readonly [id: string]: unknown };
  const [beside, checked] = await Promise.all([
    sharedMistakes(registry.shared, config),
    registry.validate(id, Object.hasOwn(providers, id) ? providers[id] : {}),
  ]);
  const mistakes = [...beside, ...(checked.valid ? [] : checked.issues.map(({ message }) => message))];
  if (!checked.valid || mistakes.length > 0) throw invalid(mistakes);
  const provider = await registry.get(id);
  const settings = voiceSettings(config);
  const isHosted = registry.describe(id).capabilities.hosted_pipeline === true;
  const problems = [
    ...(provider.validate?.(checked.value) ?? []),
    ...(isHosted ? [] : missingStages(config, options)),
  ];
  if (problems.length > 0) throw invalid(problems);
  const { stageRegistries, stageConfigs, stages, ...rest } = options;
  const named = await stagesOf(settings, stageRegistries ?? {}, stageConfigs ?? {});
  try {
    return provider.create(checked.value, { ...rest, settings, stages: { ...named, ...stages } });
  } catch (error) {
    if (VoiceError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new VoiceError(OPERATION, "invalid_config", `backend provider '${id}': ${reason}`, {
      cause: error,
    });
  }
}

/** What is wrong with the fields beside the selector; a document that was loaded has been checked, a config from code has not. */
async function sharedMistakes(
  shared: JsonSchemaObject | undefined,
  { provider: _, providers: __, ...fields }: VoiceConfig,
): Promise<readonly string[]> {
  if (shared === undefined) return [];
  const { interpretedChecker } = await import("../validation/checkers/interpreted-checker.js");
  const { issues } = await interpretedChecker(closeObjects(shared)).check(fields, { at: ["voice"] });
  return issues.map(({ message }) => message);
}

/** Which stages a pipeline in this process still needs. */
function missingStages(fields: VoiceFields, { stages = {} }: CreateVoiceBackendOptions): readonly string[] {
  if (fields.pipeline_type === "s2s") {
    return fields.s2s_provider || stages.s2s ? [] : ["s2s_provider is required for S2S pipeline"];
  }
  return [
    ...(fields.stt_provider || stages.stt ? [] : ["stt_provider is required for STT_TTS pipeline"]),
    ...(fields.tts_provider || stages.tts ? [] : ["tts_provider is required for STT_TTS pipeline"]),
  ];
}

function invalid(problems: readonly string[]): VoiceError {
  return new VoiceError(
    OPERATION,
    "invalid_config",
    `configuration validation failed: ${problems.join("; ")}`,
  );
}
