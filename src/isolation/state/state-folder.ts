import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Where runs and what is kept between them live on the disk. */
export interface StateFolder {
  readonly path: string;
  readonly runs: string;
  readonly cache: string;
}

/** The places in a state folder; nothing is made yet. */
export function stateFolder(path: string | undefined, baseDir: string): StateFolder {
  const chosen =
    path === undefined ? join(tmpdir(), `provc-isolation-${userName()}`) : resolve(baseDir, path);
  return { path: chosen, runs: join(chosen, "runs"), cache: join(chosen, "cache") };
}

/**
 * Makes the folders. Programs that run as other users pass through them and cannot list them.
 *
 * @throws Error when the folder is not this user's alone: whoever can write there decides what is run.
 */
export function makeStateFolder(folder: StateFolder): void {
  mkdirSync(folder.path, { recursive: true, mode: 0o711 });
  const status = lstatSync(folder.path);
  const own = process.getuid === undefined || status.uid === process.getuid();
  if (!status.isDirectory() || !own || (status.mode & 0o022) !== 0) {
    throw new Error(
      `the state folder ${JSON.stringify(folder.path)} is not a folder that only this user can write to`,
    );
  }
  for (const path of [folder.runs, folder.cache]) mkdirSync(path, { recursive: true, mode: 0o711 });
}

function userName(): string {
  return String(process.getuid?.() ?? "user");
}
