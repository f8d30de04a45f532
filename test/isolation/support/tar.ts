/** One entry of a tar archive that a test makes, with whatever a hostile one may hold. */
export interface TarInput {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly type?: "0" | "1" | "2" | "3" | "4" | "5" | "6" | "S" | "x" | "g" | "L" | "K";
  readonly linkName?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly modified?: number;
}

/** A tar archive in the ustar format. */
export function tar(entries: readonly TarInput[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(1024)]);
}

/** A pax header for the entry that follows it. */
export function pax(records: Readonly<Record<string, string>>): TarInput {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + 1;
    while (String(length).length + rest !== length) length = String(length).length + rest;
    return `${length} ${key}=${value}\n`;
  });
  return { name: "pax", type: "x", content: lines.join("") };
}

function blocksOf(entry: TarInput): readonly Buffer[] {
  const {
    name,
    content = "",
    type = "0",
    linkName = "",
    mode = 0o644,
    uid = 0,
    gid = 0,
    modified = 0,
  } = entry;
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(octal(mode, 7), 100);
  header.write(octal(uid, 7), 108);
  header.write(octal(gid, 7), 116);
  header.write(octal(body.length, 11), 124);
  header.write(octal(modified, 11), 136);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(linkName, 157, 100);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
