/**
 * The versions of packages that a project installs only when it needs them. They are checked when one is loaded, and not by npm: as
 * ranges of peer dependencies they would keep provc out of projects that have another version for a purpose of their own.
 */
export const supportedVersions: Readonly<Record<string, string>> = {
  "@cartesia/cartesia-js": "^4.2.0",
  "@electric-sql/pglite": ">=0.4 <1",
  "@hyperjump/browser": "^1.5.0",
  "@hyperjump/json-schema": "^1.18.0",
  "@livekit/rtc-node": "^1.1.0",
  "@pipecat-ai/client-js": "^1.13.1",
  "@pipecat-ai/websocket-transport": "^1.7.1",
  "@prisma/adapter-libsql": "^7.10.0",
  "@prisma/adapter-pg": "^7.10.0",
  "@prisma/driver-adapter-utils": "^7.10.0",
  "@prisma/schema-engine-wasm": "7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3",
  "@vapi-ai/server-sdk": "^2.0.1",
  "drizzle-orm": ">=0.30 <1 || ^1.0.0-rc.5",
  esbuild: ">=0.25 <1",
  knex: "^3.0.0",
  "knex-pglite": ">=0.14 <1",
  libsql: ">=0.5 <1",
  "livekit-server-sdk": "^2.13.0",
  mysql2: "^3.11.0",
  pg: "^8.11.0",
  "pglite-prisma-adapter": ">=0.7.2 <1",
  vitest: ">=1.6 <5",
  workerd: "^1.20261117.1",
  ws: "^8.18.0",
};
