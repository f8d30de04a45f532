import type { VoiceSettings } from "../settings.js";
import { VoiceError } from "../voice-error.js";
import type { VoiceAgent } from "./agent.js";
import type { OpenPipeline } from "./running-pipeline.js";
import type { VoiceStages } from "./stages.js";

/**
 * What opens the pipeline of a session: in `stt_tts` for a session with an agent, in `s2s` wherever there is a stage, whose model
 * answers by itself. Undefined where nothing in this process answers.
 *
 * @throws VoiceError `pipeline_error` when a stage of the chosen pipeline is missing.
 */
export function pipelineOpener(
  agent: VoiceAgent | undefined,
  { stt, tts, s2s }: VoiceStages,
  { pipelineType, timeoutMs, latencyTargetMs }: VoiceSettings,
): OpenPipeline | undefined {
  const options = { timeoutMs, latencyTargetMs };
  if (pipelineType === "s2s") {
    if (s2s === undefined && agent === undefined) return undefined;
    if (s2s === undefined) throw missing("s2s_provider", "S2S");
    return async (session, signal) =>
      (await import("./s2s-pipeline.js")).openS2sPipeline(s2s, session, options, signal);
  }
  if (agent === undefined) return undefined;
  if (stt === undefined) throw missing("stt_provider", "STT_TTS");
  if (tts === undefined) throw missing("tts_provider", "STT_TTS");
  return async (session, signal) =>
    (await import("./stt-tts-pipeline.js")).openSttTtsPipeline({ stt, tts, agent }, session, options, signal);
}

function missing(field: string, pipeline: string): VoiceError {
  return new VoiceError("CreateSession", "pipeline_error", `${field} is required for ${pipeline} pipeline`);
}
