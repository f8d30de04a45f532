/**
 * The kind `backend`: its registry and config types, and the contract that its providers keep.
 *
 * @module
 */

export * from "../../generated/backend/config.js";
export * from "../../generated/backend/kind.js";
export * from "../../generated/backend/registry.js";
export type { PlanStep, ProviderPlan } from "../backend/plan.js";
export type { BackendProvider, BuildDockerOptions, DevOptions, ImageDetails } from "../backend/provider.js";
export { CommandError } from "../process/command-error.js";
export type { ExitStatus } from "../process/exit-status.js";
