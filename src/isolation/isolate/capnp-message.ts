/** What a pointer of a Cap'n Proto message leads to; undefined leaves a field to its default. */
export type CapnpValue =
  | { readonly kind: "bytes"; readonly content: Uint8Array; readonly length: number }
  | { readonly kind: "struct"; readonly struct: CapnpStruct }
  | { readonly kind: "pointers"; readonly values: readonly CapnpValue[] }
  | { readonly kind: "structs"; readonly structs: readonly CapnpStruct[] }
  | undefined;

/** A struct with one word of data: readers take missing words and pointers for zero, and leave out what they do not know. */
export interface CapnpStruct {
  /** The word's lowest 16 bits: which member of its union the struct has, or flags. */
  readonly data: number;
  readonly pointers: readonly CapnpValue[];
}

const WORD = 8;
const STRUCT_POINTER = 0;
const LIST_POINTER = 1;
/** Kinds of a list's elements. */
const BYTES = 2;
const POINTERS = 6;
const STRUCTS = 7;

/** A text; it ends with a NUL of its own. */
export function text(content: string | Uint8Array): CapnpValue {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { kind: "bytes", content: bytes, length: bytes.length + 1 };
}

export function data(content: Uint8Array): CapnpValue {
  return { kind: "bytes", content, length: content.length };
}

export function texts(values: readonly string[]): CapnpValue {
  return { kind: "pointers", values: values.map(text) };
}

export function struct(pointers: readonly CapnpValue[], word = 0): CapnpValue {
  return { kind: "struct", struct: { data: word, pointers } };
}

/** A list of structs that have equally many pointers. */
export function structs(members: readonly CapnpStruct[]): CapnpValue {
  return { kind: "structs", structs: members };
}

/** A message with this root, as https://capnproto.org/encoding.html has it: one segment, not packed. */
export function capnpMessage(root: CapnpStruct): Buffer {
  const value: CapnpValue = { kind: "struct", struct: root };
  const words = 1 + wordsOf(value);
  const message = Buffer.alloc((1 + words) * WORD);
  // Before the segment: the number of segments less one, and the length of this one.
  message.writeUInt32LE(words, 4);
  new SegmentWriter(message.subarray(WORD)).write(value);
  return message;
}

/** Writes what pointers lead to in the order in which it comes upon them. */
class SegmentWriter {
  readonly #segment: Buffer;
  /** The first word that is free. */
  #free = 1;

  constructor(segment: Buffer) {
    this.#segment = segment;
  }

  write(root: CapnpValue): void {
    this.#value(0, root);
  }

  /** Writes a value, and the pointer to it at this word. */
  #value(at: number, value: CapnpValue): void {
    if (value === undefined) return;
    const start = this.#free;
    this.#free += ownWords(value);
    const distance = start - at - 1;
    switch (value.kind) {
      case "bytes":
        this.#pointer(at, LIST_POINTER, distance, BYTES + value.length * 8);
        this.#segment.set(value.content, start * WORD);
        return;
      case "struct":
        this.#pointer(at, STRUCT_POINTER, distance, sectionsOf(value.struct));
        this.#struct(start, value.struct);
        return;
      case "pointers":
        this.#pointer(at, LIST_POINTER, distance, POINTERS + value.values.length * 8);
        for (const [index, member] of value.values.entries()) this.#value(start + index, member);
        return;
      case "structs": {
        const [first = { data: 0, pointers: [] }] = value.structs;
        const count = value.structs.length;
        const size = structWords(first);
        this.#pointer(at, LIST_POINTER, distance, STRUCTS + count * size * 8);
        // A word before the members says how many there are, and what each looks like.
        this.#pointer(start, STRUCT_POINTER, count, sectionsOf(first));
        for (const [index, member] of value.structs.entries()) this.#struct(start + 1 + index * size, member);
      }
    }
  }

  #struct(start: number, { data: word, pointers }: CapnpStruct): void {
    this.#segment.writeUInt16LE(word, start * WORD);
    for (const [index, value] of pointers.entries()) this.#value(start + 1 + index, value);
  }

  #pointer(at: number, kind: number, distance: number, rest: number): void {
    this.#segment.writeUInt32LE(distance * 4 + kind, at * WORD);
    this.#segment.writeUInt32LE(rest, at * WORD + 4);
  }
}

/** The length of a value with all that it leads to. */
function wordsOf(value: CapnpValue): number {
  if (value === undefined) return 0;
  return ownWords(value) + sum(leadsTo(value).map(wordsOf));
}

function leadsTo(value: NonNullable<CapnpValue>): readonly CapnpValue[] {
  switch (value.kind) {
    case "bytes":
      return [];
    case "struct":
      return value.struct.pointers;
    case "pointers":
      return value.values;
    case "structs":
      return value.structs.flatMap(({ pointers }) => pointers);
  }
}

function ownWords(value: NonNullable<CapnpValue>): number {
  switch (value.kind) {
    case "bytes":
      return Math.ceil(value.length / WORD);
    case "struct":
      return structWords(value.struct);
    case "pointers":
      return value.values.length;
    case "structs":
      return 1 + sum(value.structs.map(structWords));
  }
}

function structWords({ pointers }: CapnpStruct): number {
  return 1 + pointers.length;
}

/** The sizes of a struct's data and pointers, as a pointer has them. */
function sectionsOf({ pointers }: CapnpStruct): number {
  return 1 + pointers.length * 0x1_0000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
