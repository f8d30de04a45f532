// Type tests: `tsc` fails where an expected error does not come, and where an unexpected one does.
import { defineConfig } from "../generated/document.js";
import type { BackendConfig, MigrationConfig, StagecraftConfiguration } from "../generated/index.js";

export const keyed: StagecraftConfiguration = defineConfig({
  project: "shop",
  backend: {
    provider: "generic",
    providers: {
      generic: { dev: { command: ["npm", "run", "dev"], env: { DEBUG: "1" } } },
      "encore-ts": { app: ".", auth: { token: "${ENCORE_TOKEN}" } },
    },
  },
  databases: {
    main: { url: "postgres://localhost/shop", migrations: { engine: "raw", enabled: false, dir: "migrations" } },
    logs: { url: "postgres://localhost/logs", pool: { size: 2 } },
  },
});

// A custom provider passes with any config, selected or not.
defineConfig({ project: "shop", backend: { provider: "acme:gcs", providers: { "acme:gcs": { bucket: "b" }, generic: {} } } });
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "acme:fly", app: "x", enabled: true } } } });

// @ts-expect-error a misspelt id
defineConfig({ project: "shop", backend: { provider: "genric", providers: { generic: {} } } });
// @ts-expect-error a misspelt id in the map
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: {}, encore: {} } } });
// @ts-expect-error a misspelt field
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: { dev: { comand: ["npm"] } } } } });
// @ts-expect-error a missing field
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: { dev: { workdir: "." } } } } });
// @ts-expect-error a wrong type
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: { dev: { command: "npm" } } } } });
// @ts-expect-error a field of another provider
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: { app: "." } } } });
// @ts-expect-error the settings of the chosen provider are missing
defineConfig({ project: "shop", backend: { provider: "encore-ts", providers: { generic: {} } } });
// @ts-expect-error the selector is missing
defineConfig({ project: "shop", backend: { providers: { generic: {} } } });
// @ts-expect-error a misspelt field beside the selector
defineConfig({ project: "shop", backend: { provider: "generic", provders: {}, providers: { generic: {} } } });

// @ts-expect-error a misspelt engine
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "rew", dir: "x" } } } });
// @ts-expect-error a misspelt field
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "raw", dir: "x", enbled: true } } } });
// @ts-expect-error a missing field
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "raw" } } } });
// @ts-expect-error a wrong type of a shared field
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "knex", enabled: "yes" } } } });
// @ts-expect-error a field of another engine
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "raw", dir: "x", schema_path: "y" } } } });
// @ts-expect-error a wrong type of a shared field of a custom engine
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "acme:fly", enabled: 1 } } } });

// @ts-expect-error a misspelt field of the document
defineConfig({ project: "shop", databses: {} });
// @ts-expect-error a missing field of the document
defineConfig({ backend: { provider: "generic", providers: { generic: {} } } });
// @ts-expect-error a misspelt field on the way to a place
defineConfig({ project: "shop", databases: { main: { url: "u", pol: { size: 1 } } } });
// @ts-expect-error a wrong type below a field on the way to a place
defineConfig({ project: "shop", databases: { main: { url: "u", pool: { size: "1" } } } });

/** The selector narrows a choice to its own fields. */
export function describeChoice(backend: BackendConfig, migration: MigrationConfig): string {
  if (migration.engine === "raw") return migration.dir;
  if (migration.engine === "prisma") return migration.schema_path;
  if (backend.provider === "generic") return backend.providers.generic.dev?.command[0] ?? "none";
  return backend.provider;
}
