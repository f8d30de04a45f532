import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { alone } from "./test/setup/alone.js";

/** What all suites have in common. */
export const base: ViteUserConfig = {
  resolve: { alias: { provc: fileURLToPath(new URL("./src/index.ts", import.meta.url)) } },
  test: {
    globalSetup: "test/setup/run-folder.ts",
    setupFiles: ["test/setup/remove-folders.ts", "test/setup/seed-properties.ts"],
    unstubEnvs: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    // Vitest keeps a core for itself by default; many of these tests wait for processes, so both are of use.
    maxWorkers: "100%",
    projects: [
      { extends: true, test: { name: "alone", include: [...alone] } },
      {
        extends: true,
        test: {
          name: "default",
          // Loading the modules once for each of the files would take longer than most of them run.
          isolate: false,
          include: ["test/**/*.test.ts"],
          exclude: ["test/heavy/**", ...alone],
        },
      },
    ],
  },
});
