const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Makes ULIDs: 48 bits of time and 80 of chance, in Crockford's base 32. Those of one maker are strictly increasing, also
 * within a millisecond and when the clock goes back.
 */
export function ulidMaker(now: () => number = Date.now): () => string {
  let time = -1;
  let chance = 0n;
  return () => {
    const current = now();
    if (current > time) {
      time = current;
      chance = randomBits();
    } else {
      chance++;
    }
    return encode(BigInt(time), 10) + encode(chance, 16);
  };
}

/** 79 bits, so that counting up from there does not overflow. */
function randomBits(): bigint {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

function encode(value: bigint, length: number): string {
  let text = "";
  let rest = value;
  for (let index = 0; index < length; index++) {
    text = alphabet[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}
