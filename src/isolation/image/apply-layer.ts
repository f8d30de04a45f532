import {
  chmodSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ArchiveError } from "../archive/archive-error.js";
import { entryPath } from "../archive/entry-path.js";
import { readTar, type TarEntry } from "../archive/read-tar.js";
import { unpackedStream } from "../archive/unpacked-stream.js";
import { isMachineRoot } from "../confinement/machine-root.js";
import { ImageError } from "./image-error.js";
import { insideRoot } from "./inside-root.js";

/** What may still be unpacked; layers share it. */
export interface UnpackBudget {
  bytes: number;
  entries: number;
}

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
const SHOWN_CHARACTERS = 200;

/**
 * Unpacks a layer onto what the layers below it have left: files replace files, whiteouts remove them. Devices are left out;
 * sandboxes have their own.
 *
 * @throws ArchiveError, ImageError; the signal's reason.
 */
export async function applyLayer(
  root: string,
  layerFile: string,
  budget: UnpackBudget,
  signal?: AbortSignal,
): Promise<void> {
  const brought = new Set<string>();
  for await (const entry of readTar(unpackedStream({ path: layerFile }, budget.bytes))) {
    signal?.throwIfAborted();
    budget.bytes -= entry.size;
    if (--budget.entries < 0) throw new ImageError("the image has too many files");
    const path = entryPath(entry.name);
    if (path === "") continue;
    try {
      await apply(root, path, entry, brought, signal);
    } catch (error) {
      if (error instanceof ImageError || error instanceof ArchiveError || signal?.aborted) throw error;
      const { code = "unknown reason" } = error as NodeJS.ErrnoException;
      const shown = JSON.stringify(path.slice(0, SHOWN_CHARACTERS));
      throw new ImageError(`the image's ${shown} cannot be unpacked: ${code}`, { cause: error });
    }
  }
}

async function apply(
  root: string,
  path: string,
  entry: TarEntry,
  brought: Set<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const target = insideRoot(root, path);
  const folder = dirname(target);
  const name = basename(path);
  if (name === OPAQUE) {
    if (isFolder(folder)) await clearFolder(folder, brought);
  } else if (name.startsWith(WHITEOUT)) {
    const hidden = name.slice(WHITEOUT.length);
    if (hidden === "" || hidden === "." || hidden === "..")
      throw new ImageError("the image has a whiteout of no file");
    if (isFolder(folder)) await remove(join(folder, hidden), brought);
  } else {
    makeParents(root, target);
    await place(root, target, entry, signal);
    for (let part = target; part !== root && !brought.has(part); part = dirname(part)) brought.add(part);
  }
}

/** Removes what lower layers have left at a path; what this layer has brought, its own whiteouts are not about. */
async function remove(path: string, brought: ReadonlySet<string>): Promise<void> {
  if (!brought.has(path)) await rm(path, { recursive: true, force: true });
  else if (isFolder(path)) await clearFolder(path, brought);
}

async function clearFolder(folder: string, brought: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) await remove(join(folder, name), brought);
}

async function place(
  root: string,
  target: string,
  entry: TarEntry,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (entry.type === "device") return;
  if (entry.type === "other") throw new ImageError("the image has an entry of a kind that cannot be read");
  const existing = lstatSync(target, { throwIfNoEntry: false });
  if (entry.type === "folder") {
    if (existing?.isDirectory() !== true) {
      rmSync(target, { force: true });
      mkdirSync(target);
    }
    setOwner(target, entry);
    chmodSync(target, ownerMayUse(entry.mode, 0o700));
    return;
  }
  if (entry.type === "hardlink") {
    const linked = insideRoot(root, entryPath(entry.linkName.replace(/^\/+/, "")));
    const status = lstatSync(linked, { throwIfNoEntry: false });
    if (status === undefined || status.isDirectory() || linked === target)
      throw new ImageError("the image has a hard link to no file of it");
    await rm(target, { recursive: true, force: true });
    linkSync(linked, target);
    return;
  }
  if (existing !== undefined) await rm(target, { recursive: true, force: true });
  if (entry.type === "symlink") {
    symlinkSync(entry.linkName, target);
    setOwner(target, entry);
  } else {
    await writeContent(target, entry, signal);
    setOwner(target, entry);
    chmodSync(target, ownerMayUse(entry.mode, 0o400));
    utimesSync(target, entry.modified, entry.modified);
  }
}

async function writeContent(target: string, entry: TarEntry, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(target, "wx", 0o600);
  try {
    for await (const chunk of entry.content) {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}

/** Only root can give files away; for others everything is theirs. */
function setOwner(target: string, { uid, gid }: TarEntry): void {
  if (isMachineRoot()) lchownSync(target, uid, gid);
}

/** Root needs no permission; others must be able to go on unpacking, and to read what they have unpacked. */
function ownerMayUse(mode: number, needed: number): number {
  return isMachineRoot() ? mode : mode | needed;
}

function makeParents(root: string, target: string): void {
  const parent = dirname(target);
  const existing = lstatSync(parent, { throwIfNoEntry: false });
  if (existing?.isDirectory() === true) return;
  if (existing !== undefined) rmSync(parent, { force: true });
  else if (parent !== root) makeParents(root, parent);
  mkdirSync(parent, { mode: 0o755 });
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
