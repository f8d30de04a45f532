const quote = 0x22;
const backslash = 0x5c;
const [openList, closeList, openMap, closeMap] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether lists and maps of a JSON text lie deeper in one another than so many levels. Nothing is built for it. */
export function nestsDeeper(text: Uint8Array, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (inString) {
      if (byte === backslash) at++;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === openList || byte === openMap) {
      if (++depth > most) return true;
    } else if (byte === closeList || byte === closeMap) depth--;
  }
  return false;
}
