/**
 * The kind `isolation`: its registry and config types, `createIsolation`, and what a backend of one's own is made with.
 *
 * @module
 */

export * from "../../generated/isolation/config.js";
export * from "../../generated/isolation/kind.js";
export * from "../../generated/isolation/registry.js";
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
} from "../isolation/backend.js";
export type { Sandbox, SandboxExit, SandboxRun, WithRun } from "../isolation/core/sandbox.js";
export {
  createIsolation,
  type Isolation,
  type IsolationFields,
  type ListedBackend,
  type ResolvedBackend,
} from "../isolation/create-isolation.js";
export {
  defineIsolationBackend,
  type IsolationBackendDefinition,
  type IsolationConfigFields,
  type SandboxContext,
} from "../isolation/define-isolation-backend.js";
export { IsolationError, type IsolationErrorCode } from "../isolation/isolation-error.js";
export type { PreparedMicrovm, PrepareOptions } from "../isolation/microvm/prepare.js";
export {
  type FileSource,
  type ImageSource,
  type Workload,
  type WorkloadLimits,
  type WorkloadNetwork,
  type WorkloadRuntime,
  type WorkloadSource,
  workloadRuntimes,
} from "../isolation/workload.js";
export { prepareMicrovm } from "./prepare-microvm.js";
