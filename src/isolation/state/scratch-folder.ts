import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { currentProcess, mayBeAlive, type ProcessIdentity } from "../../process/process-identity.js";

const RECORD = /^(new-[0-9a-f]+)\.json$/;

/**
 * Does something in a new folder of this user's alone, beside what it is to become: what is finished is renamed out of it. The
 * folder is removed afterwards, and so are those of processes that have died without doing so.
 */
export async function inScratchFolder<Result>(
  parent: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await sweepScratchFolders(parent);
  const folder = join(parent, `new-${randomBytes(8).toString("hex")}`);
  // Written down before there is anything, so that whatever is there has an owner.
  writeFileSync(`${folder}.json`, JSON.stringify(currentProcess()), { mode: 0o600 });
  mkdirSync(folder, { mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    await removeScratch(folder);
  }
}

/** Removes the scratch folders of processes that have died. */
async function sweepScratchFolders(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const folder = RECORD.exec(name)?.[1];
    if (folder !== undefined && !isOwned(join(parent, name))) await removeScratch(join(parent, folder));
  }
}

function isOwned(record: string): boolean {
  try {
    return mayBeAlive(JSON.parse(readFileSync(record, "utf8")) as ProcessIdentity);
  } catch {
    // It is gone, or being written.
    return true;
  }
}

/** There may be a million files in it, and others have to go on meanwhile. */
async function removeScratch(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await rm(`${folder}.json`, { force: true });
}
