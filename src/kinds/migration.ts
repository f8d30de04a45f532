/**
 * The kind `migration`: its registry and config types, and the contract that its engines keep.
 *
 * @module
 */

export * from "../../generated/migration/config.js";
export * from "../../generated/migration/kind.js";
export * from "../../generated/migration/registry.js";
export type {
  Migration,
  MigrationDirection,
  MigrationDraftOptions,
  MigrationEngine,
  MigrationOptions,
  MigrationPreview,
  MigrationProgress,
  MigrationResolveOptions,
  MigrationRunOptions,
  MigrationRunResult,
  MigrationState,
  MigrationStatus,
} from "../migration/engine.js";
export { MigrationError, type MigrationErrorCode } from "../migration/migration-error.js";
