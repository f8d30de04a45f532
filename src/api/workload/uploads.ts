import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A file that was uploaded. */
export interface UploadedFile {
  readonly path: string;
  /** Removes it. */
  dispose(): Promise<void>;
}

/** Keeps uploaded files for as long as they are used, where this user alone can read them. */
export class Uploads {
  readonly #database: string;
  #folder: Promise<string> | undefined;

  /**
   * @param database Of the server, which no other one has at the same time: so that what lies in the folder beside it is of one
   *   that has died, and is removed.
   */
  constructor(database: string) {
    this.#database = database;
    if (database !== ":memory:") removeUploads(folderBeside(database));
  }

  async keep(content: Uint8Array): Promise<UploadedFile> {
    this.#folder ??= makeFolder(this.#database);
    const file = path.join(await this.#folder, `upload-${randomBytes(12).toString("hex")}`);
    await writeFile(file, content, { mode: 0o600, flag: "wx" });
    return { path: file, dispose: () => rm(file, { force: true }) };
  }

  async close(): Promise<void> {
    if (this.#folder === undefined) return;
    const folder = await this.#folder;
    removeUploads(folder);
    await rmdir(folder).catch(() => {});
  }
}

async function makeFolder(database: string): Promise<string> {
  if (database === ":memory:") return await mkdtemp(path.join(tmpdir(), "provc-uploads-"));
  const folder = folderBeside(database);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function removeUploads(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (/^upload-[0-9a-f]{24}$/.test(name)) rmSync(path.join(folder, name), { force: true });
  }
}

function folderBeside(database: string): string {
  return `${path.resolve(database)}-uploads`;
}
