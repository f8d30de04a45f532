import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createBackendRegistry } from "../../generated/backend/registry.js";
import { describeBackendProvider, fakeTool } from "../../src/testing/index.js";

/** The shipped backends pass the contract tests that are published for others. */
const registry = createBackendRegistry();

describeBackendProvider({
  id: "generic",
  registry,
  dev: ({ command }) => ({ config: { dev: { command } } }),
  build: ({ command, folder, secretName }) => {
    const context = join(folder, "context");
    mkdirSync(context, { recursive: true });
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\n");
    const build = {
      builder: "docker",
      dockerfile: join(context, "Dockerfile"),
      context,
      secrets: [secretName],
    };
    return { config: { build }, env: { PATH: fakeTool(folder, "docker", command) } };
  },
});

describeBackendProvider({
  id: "encore-ts",
  registry,
  readyLine: "Encore development server running!",
  dev: ({ command, folder }) => ({ config: { dev: {} }, env: { PATH: fakeTool(folder, "encore", command) } }),
  build: ({ command, folder }) => ({ config: {}, env: { PATH: fakeTool(folder, "encore", command) } }),
});
