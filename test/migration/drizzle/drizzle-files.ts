import type { EngineProject } from "../../support/engine-project.js";
import { installDrizzleV1 } from "../../support/migration-engines/drizzle.js";

/** A migration: its name, its time in seconds after the first of January 2026, and its SQL. */
export type DrizzleFile = readonly [name: string, seconds: number, up: string, down?: string];

const START = Date.UTC(2026, 0, 1);

/** Writes a folder of drizzle-orm 0.45, the journal in the order given. */
export function writeJournal(project: EngineProject, ...files: readonly DrizzleFile[]): void {
  const entries = files.map(([tag, seconds], idx) => ({
    idx,
    version: "6",
    when: START + seconds * 1000 + 123,
    tag,
    breakpoints: true,
  }));
  project.write("meta/_journal.json", JSON.stringify({ version: "7", dialect: "sqlite", entries }));
  for (const [tag, , up, down] of files) {
    project.write(`${tag}.sql`, up);
    if (down !== undefined) project.write(`${tag}.down.sql`, down);
  }
}

/** The name of the folder that drizzle-orm 1.0 has for a migration. */
export const folderName = (name: string, seconds: number): string =>
  `${new Date(START + seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}_${name}`;

/** Writes the folders of drizzle-orm 1.0, which the project has installed. */
export function writeFolders(project: EngineProject, ...files: readonly DrizzleFile[]): void {
  installDrizzleV1(project.folder);
  for (const [name, seconds, up, down] of files) {
    project.write(`${folderName(name, seconds)}/migration.sql`, up);
    if (down !== undefined) project.write(`${folderName(name, seconds)}/down.sql`, down);
  }
}
