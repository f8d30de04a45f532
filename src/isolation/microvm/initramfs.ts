/** A file, folder, link or character device of an initramfs; folders come before what is in them. */
export interface InitramfsEntry {
  /** Relative, without a leading slash. */
  readonly path: string;
  readonly type: "file" | "folder" | "symlink";
  readonly mode?: number;
  /** Of a file; of a link its target. */
  readonly content?: Uint8Array | string;
}

const TYPE_BITS = { file: 0o100000, folder: 0o040000, symlink: 0o120000 } as const;
const DEFAULT_MODES = { file: 0o644, folder: 0o755, symlink: 0o777 } as const;

/** An archive in cpio's `newc` format, as the kernel unpacks it; everything in it belongs to root. */
export function initramfs(entries: readonly InitramfsEntry[]): Buffer {
  const parts = entries.map(({ path, type, mode, content = "" }, index) =>
    record(path, index + 1, TYPE_BITS[type] | ((mode ?? DEFAULT_MODES[type]) & 0o7777), Buffer.from(content)),
  );
  return Buffer.concat([...parts, record("TRAILER!!!", 0, 0, Buffer.alloc(0))]);
}

function record(path: string, inode: number, mode: number, content: Buffer): Buffer {
  const name = Buffer.from(`${path}\0`);
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).toUpperCase().padStart(8, "0")).join("")}`;
  return Buffer.concat([padded(Buffer.concat([Buffer.from(header), name])), padded(content)]);
}

function padded(part: Buffer): Buffer {
  const missing = (4 - (part.length % 4)) % 4;
  return missing === 0 ? part : Buffer.concat([part, Buffer.alloc(missing)]);
}
