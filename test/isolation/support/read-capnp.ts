/** A struct of a Cap'n Proto message: the lowest 16 bits of its data, and what its pointers lead to; null where they lead nowhere. */
export interface ReadStruct {
  readonly data: number;
  readonly pointers: readonly ReadValue[];
}

/** Lists of bytes are given as texts, one character for each. */
export type ReadValue = null | string | ReadStruct | readonly ReadValue[];

/** Reads a message of one segment, as https://capnproto.org/encoding.html has it; throws for what reaches beyond its end. */
export function readCapnp(message: Uint8Array): ReadValue {
  const bytes = Buffer.from(message);
  if (bytes.readUInt32LE(0) !== 0 || bytes.readUInt32LE(4) * 8 + 8 !== bytes.length)
    throw new Error("damaged");
  const segment = bytes.subarray(8);
  return valueAt(segment, 0);
}

function valueAt(segment: Buffer, word: number): ReadValue {
  const low = segment.readInt32LE(word * 8);
  const high = segment.readUInt32LE(word * 8 + 4);
  if (low === 0 && high === 0) return null;
  const start = word + 1 + (low >> 2);
  if ((low & 3) === 0) return structAt(segment, start, high & 0xffff, high >>> 16);
  const [kind, count] = [high & 7, high >>> 3];
  if (kind === 2) {
    if (start * 8 + count > segment.length) throw new Error("beyond the end");
    return segment.toString("latin1", start * 8, start * 8 + count);
  }
  if (kind === 6) return Array.from({ length: count }, (_, index) => valueAt(segment, start + index));
  if (kind !== 7) throw new Error(`no such list: ${kind}`);
  const members = segment.readInt32LE(start * 8) >> 2;
  const sections = segment.readUInt32LE(start * 8 + 4);
  const [data, pointers] = [sections & 0xffff, sections >>> 16];
  if (members * (data + pointers) !== count) throw new Error("a list of another length");
  return Array.from({ length: members }, (_, index) =>
    structAt(segment, start + 1 + index * (data + pointers), data, pointers),
  );
}

function structAt(segment: Buffer, start: number, data: number, pointers: number): ReadStruct {
  return {
    data: data === 0 ? 0 : segment.readUInt16LE(start * 8),
    pointers: Array.from({ length: pointers }, (_, index) => valueAt(segment, start + data + index)),
  };
}
