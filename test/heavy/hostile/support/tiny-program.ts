const ADDRESS = 0x400000;
const FILE_HEADER = 64;
const SEGMENT_HEADER = 56;

/** A static program for Linux on x86-64, of less than 200 bytes: it writes a text and ends with 0. */
export function tinyProgram(text: string): Buffer {
  const bytes = Buffer.from(text);
  const write = [
    ...[0xb8, 1, 0, 0, 0], // mov eax, write
    ...[0xbf, 1, 0, 0, 0], // mov edi, standard output
    ...[0x48, 0x8d, 0x35, 16, 0, 0, 0], // lea rsi, what follows the code
    ...[0xba, bytes.length, 0, 0, 0], // mov edx, its length
    ...[0x0f, 0x05], // syscall
    ...[0xb8, 60, 0, 0, 0], // mov eax, exit
    ...[0x31, 0xff], // xor edi, edi
    ...[0x0f, 0x05], // syscall
  ];
  const header = Buffer.alloc(FILE_HEADER + SEGMENT_HEADER);
  const size = header.length + write.length + bytes.length;
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(2, 16); // executable
  header.writeUInt16LE(62, 18); // x86-64
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(BigInt(ADDRESS + header.length), 24); // where it starts
  header.writeBigUInt64LE(BigInt(FILE_HEADER), 32);
  header.writeUInt16LE(FILE_HEADER, 52);
  header.writeUInt16LE(SEGMENT_HEADER, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt32LE(1, FILE_HEADER); // loaded
  header.writeUInt32LE(5, FILE_HEADER + 4); // to be read and run
  header.writeBigUInt64LE(BigInt(ADDRESS), FILE_HEADER + 16);
  header.writeBigUInt64LE(BigInt(ADDRESS), FILE_HEADER + 24);
  header.writeBigUInt64LE(BigInt(size), FILE_HEADER + 32);
  header.writeBigUInt64LE(BigInt(size), FILE_HEADER + 40);
  header.writeBigUInt64LE(0x1000n, FILE_HEADER + 48);
  return Buffer.concat([header, Buffer.from(write), bytes]);
}
