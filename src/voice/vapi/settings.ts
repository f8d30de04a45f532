import type { VoiceVapiConfig } from "../../../generated/voice/providers/vapi.config.js";
import type { AudioFormat } from "../audio.js";

export type VapiConfig = VoiceVapiConfig;

const ASSISTANTS = ["assistant_id", "assistant", "squad_id", "workflow_id"] as const;

/** What the schema cannot say: that one assistant has to talk, and only one. */
export function vapiProblems(config: VapiConfig): readonly string[] {
  const given = ASSISTANTS.filter((field) => config[field] !== undefined);
  if (given.length === 1) return [];
  if (given.length === 0) {
    return ["one of assistant_id, assistant, squad_id and workflow_id is required for Vapi provider"];
  }
  return [
    `only one of assistant_id, assistant, squad_id and workflow_id can talk; there are ${given.join(" and ")}`,
  ];
}

export function vapiFormat({ audio_format, sample_rate }: VapiConfig): AudioFormat {
  const encoding = audio_format ?? "pcm_s16le";
  return { encoding, sampleRate: sample_rate ?? (encoding === "mulaw" ? 8_000 : 16_000) };
}
