import { createHash, randomBytes } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { captureCommand } from "../../process/capture-command.js";
import { findExecutable } from "../../process/find-executable.js";

const BLOCK = 4096;
const SPARE_BYTES = 16 * 1024 * 1024;
const SPARE_FILES = 1024;
const WITHIN_MS = 300_000;

const underWay = new Map<string, Promise<string>>();

/**
 * A disk with an ext4 file system that holds a folder, made once and kept under a key. It is given to guests to read only.
 *
 * @throws Error when it cannot be made.
 */
export async function rootDisk(cacheFolder: string, root: string, key: string): Promise<string> {
  const folder = join(cacheFolder, "disks");
  const name = createHash("sha256").update(key).digest("hex").slice(0, 40);
  const file = join(folder, `${name}.ext4`);
  if (existsSync(file)) return file;
  const running = underWay.get(file) ?? makeDisk(folder, root, file);
  underWay.set(file, running);
  try {
    return await running;
  } finally {
    underWay.delete(file);
  }
}

/** What tells one state of a folder that people work in from another. */
export function folderKey(root: string): string {
  const { ino, mtimeMs, ctimeMs } = statSync(root);
  return [root, ino, mtimeMs, ctimeMs].join("\0");
}

async function makeDisk(folder: string, root: string, file: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const { bytes, files } = measure(root);
  const size = Math.ceil((bytes * 1.1 + SPARE_BYTES) / BLOCK) * BLOCK;
  const scratch = `${file}.${randomBytes(6).toString("hex")}`;
  const path = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
  const program = findExecutable("mke2fs", { PATH: path }, "/");
  if (program === undefined)
    throw new Error('command "mke2fs" not found; Debian has it in package e2fsprogs');
  try {
    const made = await captureCommand({
      command: [
        ...[program, "-q", "-F", "-t", "ext4", "-O", "^has_journal", "-m", "0", "-b", String(BLOCK)],
        ...["-N", String(files + SPARE_FILES), "-d", root, scratch, String(size / BLOCK)],
      ],
      cwd: "/",
      env: process.env,
      timeoutMs: WITHIN_MS,
    });
    if (made.exitCode !== 0) throw new Error(`mke2fs failed: ${made.stderr.trim().split("\n").at(-1)}`);
    renameSync(scratch, file);
    return file;
  } finally {
    rmSync(scratch, { force: true });
  }
}

function measure(folder: string): { bytes: number; files: number } {
  let bytes = 0;
  let files = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const status = lstatSync(path);
    files++;
    bytes += BLOCK;
    if (status.isFile()) bytes += Math.ceil(status.size / BLOCK) * BLOCK;
    if (status.isDirectory()) {
      const within = measure(path);
      bytes += within.bytes;
      files += within.files;
    }
  }
  return { bytes, files };
}
