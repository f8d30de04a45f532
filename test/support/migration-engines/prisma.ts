import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineFixture } from "./engine-fixture.js";

const directory = (index: number, name: string): string => `${20260101000000 + index}_${name}`;

/** Prisma's directories, with a `down.sql` where a migration can be reverted. */
export const prismaFixture: EngineFixture = {
  engine: "prisma",
  databases: ["pglite", "postgres", "sqlite"],
  down: true,
  load: async () => (await import("../../../src/migration/prisma/index.js")).default,
  write: (folder, migrations) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { index, name, up, down } of migrations) {
      const path = join(folder, directory(index, name));
      mkdirSync(path);
      writeFileSync(join(path, "migration.sql"), up);
      if (down !== undefined) writeFileSync(join(path, "down.sql"), down);
    }
  },
  idOf: directory,
  placeOf: (index, name, sqlLine) => ({ file: `${directory(index, name)}/migration.sql`, line: sqlLine }),
  // Prisma records a beginning and an end, and what has no end stops every later run.
  stateAfterFailure: () => "failed",
  stateAfterKill: () => "dirty",
};
