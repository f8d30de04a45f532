import type { MigrationRawConfig } from "../../../generated/migration/providers/raw.config.js";
import type { MigrationEngine } from "../engine.js";
import { readStatus } from "./read-states.js";
import { runMigrations } from "./run-migrations.js";

/** SQL files, in dbmate's format and with its table, or plain. */
const rawEngine: MigrationEngine<MigrationRawConfig> = {
  id: "raw",
  plan: async (options) => (await readStatus(options)).migrations,
  run: runMigrations,
  status: readStatus,
};

export default rawEngine;
