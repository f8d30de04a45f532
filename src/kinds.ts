/**
 * The shipped kinds: their registries, config types, `defineConfig` and document definition, as codegen writes them for
 * this package, and the contracts that a provider of one of them implements.
 *
 * @module
 */

export * from "../generated/index.js";
export type { PlanStep, ProviderPlan } from "./backend/plan.js";
export type { BackendProvider, BuildDockerOptions, DevOptions, ImageDetails } from "./backend/provider.js";
export type {
  Availability,
  ExecuteOptions,
  FailureReason,
  IsolationBackend,
  IsolationBackendOptions,
  IsolationBackendProvider,
  IsolationCapabilities,
  WorkloadResult,
  WorkloadStatus,
} from "./isolation/backend.js";
export type { Sandbox, SandboxExit, SandboxRun, WithRun } from "./isolation/core/sandbox.js";
export {
  createIsolation,
  type Isolation,
  type IsolationFields,
  type ListedBackend,
  type ResolvedBackend,
} from "./isolation/create-isolation.js";
export {
  defineIsolationBackend,
  type IsolationBackendDefinition,
  type IsolationConfigFields,
  type SandboxContext,
} from "./isolation/define-isolation-backend.js";
export { IsolationError, type IsolationErrorCode } from "./isolation/isolation-error.js";
export { type PreparedMicrovm, type PrepareOptions, prepareMicrovm } from "./isolation/microvm/prepare.js";
export {
  type FileSource,
  type Workload,
  type WorkloadLimits,
  type WorkloadNetwork,
  type WorkloadRuntime,
  type WorkloadSource,
  workloadRuntimes,
} from "./isolation/workload.js";
export type {
  Migration,
  MigrationCreateOptions,
  MigrationDirection,
  MigrationEngine,
  MigrationOptions,
  MigrationPreview,
  MigrationProgress,
  MigrationResolveOptions,
  MigrationRunOptions,
  MigrationRunResult,
  MigrationState,
  MigrationStatus,
} from "./migration/engine.js";
export { MigrationError, type MigrationErrorCode } from "./migration/migration-error.js";
export { CommandError } from "./process/command-error.js";
export type { ExitStatus } from "./process/exit-status.js";
export type { AudioFormat, AudioFrame } from "./voice/audio.js";
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
} from "./voice/backend.js";
export {
  type CreateVoiceBackendOptions,
  createVoiceBackend,
  type VoiceConfig as VoiceDocumentConfig,
} from "./voice/create-voice-backend.js";
export { defineVoiceBackend, type VoiceBackendDefinition } from "./voice/define-voice-backend.js";
export {
  type AuthHook,
  type AuthResult,
  type RateLimiter,
  type RetentionHook,
  type TokenBucketOptions,
  tokenBucket,
} from "./voice/hooks.js";
export type { AgentTurn, PipelineTimings, VoiceAgent } from "./voice/pipeline/agent.js";
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
} from "./voice/pipeline/stages.js";
export { memoryStore, type SessionStore, type StoredSession } from "./voice/session/session-store.js";
export { sqliteStore } from "./voice/session/sqlite-store.js";
export { type VoiceFields, type VoiceSettings, voiceSettings } from "./voice/settings.js";
export type {
  JoinDetails,
  TransportEvent,
  TransportHealth,
  TransportRequest,
  TransportSession,
  VoiceTransport,
} from "./voice/transport.js";
export { VoiceError, type VoiceErrorCode, type VoiceErrorOptions } from "./voice/voice-error.js";
