import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineFixture } from "./engine-fixture.js";

const fileName = (index: number, name: string): string => `${String(index).padStart(4, "0")}_${name}.sql`;

/** The raw engine's files, in dbmate's format. */
export const rawFixture: EngineFixture = {
  engine: "raw",
  databases: ["mysql", "pglite", "postgres", "sqlite"],
  down: true,
  load: async () => (await import("../../../src/migration/raw/index.js")).default,
  write: (folder, migrations) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { index, name, up, down = "" } of migrations) {
      const text = `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;
      writeFileSync(join(folder, fileName(index, name)), text);
    }
  },
  idOf: fileName,
  placeOf: (index, name, sqlLine) => ({ file: fileName(index, name), line: sqlLine + 1 }),
  // The schema change has committed itself, so the rest cannot be undone.
  stateAfterFailure: (kind) => (kind === "mysql" ? "failed" : "pending"),
  // The server has rolled back, but only it knows.
  stateAfterKill: (kind) => (kind === "mysql" ? "dirty" : "pending"),
};
