import { parseDuration } from "../time/duration.js";

/** The fields of `voice` beside the selector, as the document has them; durations as `500ms`, `30s`, `5m`. */
export interface VoiceFields {
  /** Default: `stt_tts`. */
  readonly pipeline_type?: "stt_tts" | "s2s";
  readonly stt_provider?: string;
  readonly tts_provider?: string;
  readonly s2s_provider?: string;
  /** When an answer should have begun. Default: `500ms`. */
  readonly latency_target?: string;
  /** Of a call to the vendor, an agent's reply, the end of all sessions. Default: `30s`. */
  readonly timeout?: string;
  /** How often a failed call to the vendor is tried again. Default: 3. */
  readonly max_retries?: number;
  /** Before the first retry. Default: `1s`. */
  readonly retry_delay?: string;
  /** 0 means no limit. Default: 100. */
  readonly max_concurrent_sessions?: number;
  /** Default: true. */
  readonly enable_metrics?: boolean;
}

/** The same with defaults applied; durations in milliseconds. */
export interface VoiceSettings {
  readonly pipelineType: "stt_tts" | "s2s";
  readonly sttProvider: string | undefined;
  readonly ttsProvider: string | undefined;
  readonly s2sProvider: string | undefined;
  /** When an answer should have begun. */
  readonly latencyTargetMs: number;
  /** Of a call to the vendor, an agent's reply, the end of all sessions. */
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Before the first retry. */
  readonly retryDelayMs: number;
  /** 0: no limit. */
  readonly maxConcurrentSessions: number;
  readonly metrics: boolean;
}

/** Applies the defaults of `shared.schema.yaml`; the fields have passed it. */
export function voiceSettings(fields: VoiceFields = {}): VoiceSettings {
  return {
    pipelineType: fields.pipeline_type ?? "stt_tts",
    sttProvider: fields.stt_provider,
    ttsProvider: fields.tts_provider,
    s2sProvider: fields.s2s_provider,
    latencyTargetMs: milliseconds(fields.latency_target, 500),
    timeoutMs: milliseconds(fields.timeout, 30_000),
    maxRetries: fields.max_retries ?? 3,
    retryDelayMs: milliseconds(fields.retry_delay, 1000),
    maxConcurrentSessions: fields.max_concurrent_sessions ?? 100,
    metrics: fields.enable_metrics ?? true,
  };
}

function milliseconds(text: string | undefined, byDefault: number): number {
  return text === undefined ? byDefault : (parseDuration(text) ?? byDefault);
}
