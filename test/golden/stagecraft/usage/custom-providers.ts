// Type tests of configs with custom providers.
import { defineProvider, jsonSchema } from "provc";
import { defineConfigWith } from "../generated/document.js";
import type { Backend } from "../src/backend.js";
import type { Migration } from "../src/migration.js";

declare const backend: Backend;
declare const migration: Migration;

const gcs = defineProvider({ id: "acme:gcs", schema: jsonSchema<{ bucket: string; prefix?: string }>({}), provider: backend });
const fly = defineProvider({ id: "acme:fly", schema: jsonSchema<{ app: string }>({}), provider: migration });
const defineConfig = defineConfigWith(gcs, fly);

defineConfig({ project: "shop", backend: { provider: "acme:gcs", providers: { "acme:gcs": { bucket: "b" } } } });
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: {} } } });
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "acme:fly", app: "a", enabled: true } } } });
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "raw", dir: "d" } } } });

// @ts-expect-error a wrong type in a custom provider's config
defineConfig({ project: "shop", backend: { provider: "acme:gcs", providers: { "acme:gcs": { bucket: 5 } } } });
// @ts-expect-error a misspelt field in a custom provider's config
defineConfig({ project: "shop", backend: { provider: "acme:gcs", providers: { "acme:gcs": { bucket: "b", prefx: "p" } } } });
// @ts-expect-error a custom provider's config is missing
defineConfig({ project: "shop", backend: { provider: "acme:gcs", providers: {} } });
// @ts-expect-error a custom provider that was not given
defineConfig({ project: "shop", backend: { provider: "acme:s3", providers: { "acme:s3": { bucket: "b" } } } });
// @ts-expect-error a custom provider of another kind
defineConfig({ project: "shop", backend: { provider: "acme:fly", providers: { "acme:fly": { app: "a" } } } });
// @ts-expect-error a misspelt field of a custom engine
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "acme:fly", ap: "a" } } } });
// @ts-expect-error a custom engine that was not given
defineConfig({ project: "shop", databases: { main: { url: "u", migrations: { engine: "acme:other", app: "a" } } } });
// @ts-expect-error built-in providers are checked as ever
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: { dv: {} } } } });
// @ts-expect-error a custom provider that is configured, though not chosen
defineConfig({ project: "shop", backend: { provider: "generic", providers: { generic: {}, "acme:gcs": { bucket: 5 } } } });
