/** One entry of a tar archive that a test makes, with whatever a hostile one may hold. */
export interface TarInput {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly type?: "0" | "1" | "2" | "3" | "5" | "x" | "L";
  readonly linkName?: string;
  readonly mode?: number;
}

/** A tar archive in the ustar format. */
export function tar(entries: readonly TarInput[]): Buffer {
  const blocks = entries.flatMap(({ name, content = "", type = "0", linkName = "", mode = 0o644 }) => {
    const body = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write(mode.toString(8).padStart(7, "0"), 100);
    header.write("0000000", 108);
    header.write("0000000", 116);
    header.write(body.length.toString(8).padStart(11, "0"), 124);
    header.write("00000000000", 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(linkName, 157, 100);
    header.write("ustar\u000000", 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
