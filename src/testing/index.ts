/**
 * Contract tests for providers that do not ship with provc. To declare them as tests needs vitest; to run them as a function does not.
 *
 * @module
 */

export { backendChecks } from "./backend-checks.js";
export type { ContractCheck } from "./contract-check.js";
export { describeBackendProvider } from "./describe-backend-provider.js";
export { fakeTool } from "./fake-tool.js";
export type { Program } from "./program.js";
export { type CheckResult, runBackendChecks } from "./run-checks.js";
export type { BackendSource, BackendSubject, BuildSetup, Setup } from "./subject.js";
