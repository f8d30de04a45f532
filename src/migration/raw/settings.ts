import type { MigrationRawConfig } from "../../../generated/migration/providers/raw.config.js";
import { parseDuration } from "../../time/duration.js";
import { type TrackingNames, trackingNames } from "./tracking-tables.js";

/** The engine's own config in the form it is used in. */
export interface RawSettings {
  readonly tables: TrackingNames;
  readonly strict: boolean;
  readonly lockTimeoutMs: number;
}

/** Reads the config; absent fields have the schema's defaults. */
export function rawSettings(config: MigrationRawConfig): RawSettings {
  return {
    tables: trackingNames(config.table ?? "schema_migrations"),
    strict: config.strict ?? true,
    lockTimeoutMs: parseDuration(config.lock_timeout ?? "10s") ?? 10_000,
  };
}
