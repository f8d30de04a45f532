import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { EngineFixture } from "./engine-fixture.js";

const TIME = Date.UTC(2026, 0, 1);

const tag = (index: number, name: string): string => `${String(index).padStart(4, "0")}_${name}`;

const directory = (index: number, name: string): string => `${20260101000000 + index}_${name}`;

const shared = {
  engine: "drizzle",
  databases: ["mysql", "pglite", "postgres", "sqlite"],
  down: true,
  load: async () => (await import("../../../src/migration/drizzle/index.js")).default,
  // The schema change has committed itself, so the rest cannot be undone.
  stateAfterFailure: (kind) => (kind === "mysql" ? "failed" : "pending"),
  // The server has rolled back, but only it knows.
  stateAfterKill: (kind) => (kind === "mysql" ? "dirty" : "pending"),
} satisfies Partial<EngineFixture>;

/** The folder of drizzle-kit 0.31, for drizzle-orm 0.45: files and a journal. */
export const drizzleFixture: EngineFixture = {
  ...shared,
  write: (folder, migrations) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "meta"), { recursive: true });
    const entries = migrations.map(({ index, name }) => ({
      idx: index,
      version: "7",
      when: TIME + index * 1000,
      tag: tag(index, name),
      breakpoints: true,
    }));
    const journal = { version: "7", dialect: "postgresql", entries };
    writeFileSync(join(folder, "meta", "_journal.json"), JSON.stringify(journal));
    for (const { index, name, up, down } of migrations) {
      writeFileSync(join(folder, `${tag(index, name)}.sql`), up);
      if (down !== undefined) writeFileSync(join(folder, `${tag(index, name)}.down.sql`), down);
    }
  },
  idOf: tag,
  placeOf: (index, name, sqlLine) => ({ file: `${tag(index, name)}.sql`, line: sqlLine }),
};

/** The folder of drizzle-kit 1.0, in a project that has drizzle-orm 1.0 installed: a folder for each migration. */
export const drizzleV1Fixture: EngineFixture = {
  ...shared,
  write: (folder, migrations) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    installDrizzleV1(dirname(folder));
    for (const { index, name, up, down } of migrations) {
      const path = join(folder, directory(index, name));
      mkdirSync(path);
      writeFileSync(join(path, "migration.sql"), up);
      if (down !== undefined) writeFileSync(join(path, "down.sql"), down);
    }
  },
  idOf: directory,
  placeOf: (index, name, sqlLine) => ({ file: `${directory(index, name)}/migration.sql`, line: sqlLine }),
};

/** Gives a project drizzle-orm 1.0, which is here under another name. */
export function installDrizzleV1(project: string): void {
  const link = join(project, "node_modules", "drizzle-orm");
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(dirname(createRequire(import.meta.url).resolve("drizzle-orm-v1")), link, "dir");
}
