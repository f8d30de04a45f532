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
  Migration,
  MigrationEngine,
  MigrationState,
} from "./migration/engine.js";
export { MigrationError } from "./migration/migration-error.js";
export { CommandError } from "./process/command-error.js";
export type { ExitStatus } from "./process/exit-status.js";
