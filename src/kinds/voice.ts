/**
 * The kind `voice` and its stages `stt`, `tts` and `s2s`: their registries and config types, `createVoiceBackend`, and what a
 * backend of one's own is made with.
 *
 * @module
 */

export * from "../../generated/s2s/config.js";
export * from "../../generated/s2s/kind.js";
export * from "../../generated/s2s/registry.js";
export * from "../../generated/stt/config.js";
export * from "../../generated/stt/kind.js";
export * from "../../generated/stt/registry.js";
export * from "../../generated/tts/config.js";
export * from "../../generated/tts/kind.js";
export * from "../../generated/tts/registry.js";
export * from "../../generated/voice/config.js";
export * from "../../generated/voice/kind.js";
export * from "../../generated/voice/registry.js";
export type { AudioFormat, AudioFrame } from "../voice/audio.js";
export type {
  ConnectionState,
  VoiceBackend,
  VoiceBackendOptions,
  VoiceBackendProvider,
  VoiceHealth,
  VoiceMetrics,
  VoiceSession,
  VoiceSessionEvent,
  VoiceSessionOptions,
} from "../voice/backend.js";
export {
  type CreateVoiceBackendOptions,
  createVoiceBackend,
  type VoiceConfig as VoiceDocumentConfig,
} from "../voice/create-voice-backend.js";
export { defineVoiceBackend, type VoiceBackendDefinition } from "../voice/define-voice-backend.js";
export {
  type AuthHook,
  type AuthResult,
  type RateLimiter,
  type RetentionHook,
  type TokenBucketOptions,
  tokenBucket,
} from "../voice/hooks.js";
export type { AgentTurn, PipelineTimings, VoiceAgent } from "../voice/pipeline/agent.js";
export type {
  Conversation,
  Speaker,
  SpeechToSpeech,
  SpeechToSpeechProvider,
  SpeechToText,
  SpeechToTextProvider,
  StageOptions,
  TextToSpeech,
  TextToSpeechProvider,
  TranscriptEvent,
  Transcription,
  VoiceStages,
} from "../voice/pipeline/stages.js";
export { memoryStore, type SessionStore, type StoredSession } from "../voice/session/session-store.js";
export { sqliteStore } from "../voice/session/sqlite-store.js";
export { type VoiceFields, type VoiceSettings, voiceSettings } from "../voice/settings.js";
export type {
  JoinDetails,
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "../voice/transport.js";
export { VoiceError, type VoiceErrorCode, type VoiceErrorOptions } from "../voice/voice-error.js";
