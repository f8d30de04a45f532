import type { VoiceSettings } from "../settings.js";
import { VoiceError } from "../voice-error.js";
import type { SpeechToSpeech, SpeechToText, TextToSpeech, VoiceStages } from "./stages.js";

/** What of a registry of stages is needed. */
export interface StageProviders<Stage> {
  has(id: string): boolean;
  ids(): readonly string[];
  create(id: string, config: unknown): Promise<Stage>;
}

/** The registries that stages are looked up in. */
export interface StageRegistries {
  readonly stt?: StageProviders<SpeechToText>;
  readonly tts?: StageProviders<TextToSpeech>;
  readonly s2s?: StageProviders<SpeechToSpeech>;
}

/** The `voice_stages` part of a document: per stage, named configs that begin with the id of their engine. */
export interface StageConfigs {
  readonly stt?: NamedConfigs;
  readonly tts?: NamedConfigs;
  readonly s2s?: NamedConfigs;
}
type NamedConfigs = { readonly [name: string]: object };

/**
 * Makes the stages that the settings name: a name among the configs, or else the id of a registered stage, which then gets its
 * defaults.
 *
 * @throws VoiceError `invalid_config`, also for a stage that nobody has registered.
 */
export async function stagesOf(
  settings: VoiceSettings,
  registries: StageRegistries,
  configs: StageConfigs,
): Promise<VoiceStages> {
  const { sttProvider, ttsProvider, s2sProvider } = settings;
  const [stt, tts, s2s] = await Promise.all([
    stageOf("stt", sttProvider, registries.stt, configs.stt),
    stageOf("tts", ttsProvider, registries.tts, configs.tts),
    stageOf("s2s", s2sProvider, registries.s2s, configs.s2s),
  ]);
  return { ...(stt && { stt }), ...(tts && { tts }), ...(s2s && { s2s }) };
}

async function stageOf<Stage>(
  stage: string,
  name: string | undefined,
  registry: StageProviders<Stage> | undefined,
  configs: NamedConfigs = {},
): Promise<Stage | undefined> {
  if (name === undefined || registry === undefined) return undefined;
  const config = Object.hasOwn(configs, name) ? configs[name] : undefined;
  const { engine } = (config ?? {}) as { readonly engine?: unknown };
  const id = typeof engine === "string" ? engine : name;
  if (!registry.has(id)) {
    const known = [...new Set([...Object.keys(configs), ...registry.ids()])].sort().join(" ");
    const message = `unknown ${stage}_provider '${name}'; available: [${known}]`;
    throw new VoiceError("Create", "invalid_config", message);
  }
  try {
    return await registry.create(id, config ?? {});
  } catch (error) {
    if (VoiceError.isInstance(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new VoiceError("Create", "invalid_config", `${stage}_provider '${name}': ${reason}`, {
      cause: error,
    });
  }
}
