import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { lstat, opendir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { captureCommand } from "../../process/capture-command.js";
import { findExecutable } from "../../process/find-executable.js";
import { inScratchFolder } from "../state/scratch-folder.js";
import { SharedWork } from "../state/shared-work.js";

const BLOCK = 4096;
const SPARE_BYTES = 16 * 1024 * 1024;
const SPARE_FILES = 1024;
const WITHIN_MS = 300_000;
/** A disk that was asked for this short a time ago may not have been opened yet. */
const IN_USE_MS = 60_000;

const underWay = new SharedWork<string>();

/** Where disks are kept, and how many bytes of them. */
export interface DiskCache {
  readonly folder: string;
  readonly mostBytes: number;
}

/**
 * A disk with an ext4 file system that holds a folder, made once and kept under a key. It is given to guests to read only.
 *
 * @throws Error when it cannot be made; the signal's reason.
 */
export async function rootDisk(
  cache: DiskCache,
  root: string,
  key: string,
  signal: AbortSignal,
): Promise<string> {
  const name = createHash("sha256").update(key).digest("hex").slice(0, 40);
  const file = join(cache.folder, `${name}.ext4`);
  mkdirSync(cache.folder, { recursive: true, mode: 0o711 });
  if (!touch(file)) {
    await underWay.run(file, signal, async (shared) => {
      await inScratchFolder(cache.folder, async (scratch) => {
        renameSync(await makeDisk(scratch, root, shared), file);
      });
      return file;
    });
    await makeRoom(cache);
  }
  return file;
}

/** What tells one state of a folder that people work in from another. */
export function folderKey(root: string): string {
  const { ino, mtimeMs, ctimeMs } = statSync(root);
  return [root, ino, mtimeMs, ctimeMs].join("\0");
}

async function makeDisk(scratch: string, root: string, signal: AbortSignal): Promise<string> {
  const disk = join(scratch, "disk");
  const { bytes, files } = await measure(root, signal);
  const size = Math.ceil((bytes * 1.1 + SPARE_BYTES) / BLOCK) * BLOCK;
  const path = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
  const program = findExecutable("mke2fs", { PATH: path }, "/");
  if (program === undefined)
    throw new Error('command "mke2fs" not found; Debian has it in package e2fsprogs');
  const made = await captureCommand({
    command: [
      ...[program, "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-m", "0", "-b", String(BLOCK)],
      ...["-N", String(files + SPARE_FILES), "-d", root, disk, String(size / BLOCK)],
    ],
    cwd: "/",
    env: process.env,
    timeoutMs: WITHIN_MS,
    signal,
  });
  signal.throwIfAborted();
  if (made.exitCode !== 0) throw new Error(`mke2fs failed: ${made.stderr.trim().split("\n").at(-1)}`);
  return disk;
}

async function measure(folder: string, signal: AbortSignal): Promise<{ bytes: number; files: number }> {
  let bytes = 0;
  let files = 0;
  // A file with many names is there once.
  const seen = new Set<number>();
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    signal.throwIfAborted();
    for await (const entry of await opendir(current)) {
      const path = join(current, entry.name);
      files++;
      bytes += BLOCK;
      if (entry.isDirectory()) pending.push(path);
      if (!entry.isFile()) continue;
      const { ino, nlink, size } = await lstat(path);
      if (nlink > 1 && seen.has(ino)) continue;
      if (nlink > 1) seen.add(ino);
      bytes += Math.ceil(size / BLOCK) * BLOCK;
    }
  }
  return { bytes, files };
}

/** Notes that a disk is used; false when there is none. */
function touch(file: string): boolean {
  const now = new Date();
  try {
    utimesSync(file, now, now);
    return true;
  } catch {
    return existsSync(file);
  }
}

/** Removes disks that have not been used for longest; who has one open keeps it. */
async function makeRoom({ folder, mostBytes }: DiskCache): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ext4"));
  const disks = await Promise.all(
    names.map(async (name) => {
      const status = await stat(join(folder, name)).catch(() => undefined);
      return { name, bytes: (status?.blocks ?? 0) * 512, used: status?.mtimeMs ?? 0 };
    }),
  );
  let total = disks.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes, used } of disks.sort((one, other) => one.used - other.used)) {
    if (total <= mostBytes || used > Date.now() - IN_USE_MS) return;
    rmSync(join(folder, name), { force: true });
    total -= bytes;
  }
}
