const digits = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Decodes Punycode (RFC 3492) in small letters, what follows `xn--` in a label; undefined for a text that is none.
 * Its twin for validators is among their helpers.
 */
export function decodePunycode(text: string): string | undefined {
  const end = Math.max(text.lastIndexOf("-"), 0);
  const characters = [...text.slice(0, end)];
  let place = end === 0 ? 0 : end + 1;
  let [code, bias, index] = [128, 72, 0];
  while (place < text.length) {
    const before = index;
    for (let [weight, step] = [1, 36]; ; step += 36) {
      const digit = place < text.length ? digits.indexOf(text.charAt(place++)) : -1;
      if (digit < 0) return undefined;
      index += digit * weight;
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const count = characters.length + 1;
    bias = adapt(index - before, count, before === 0);
    code += Math.floor(index / count);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    index %= count;
    characters.splice(index++, 0, String.fromCodePoint(code));
  }
  return characters.join("");
}

/** How large the next difference is likely to be. */
function adapt(difference: number, count: number, isFirst: boolean): number {
  let delta = Math.floor(difference / (isFirst ? 700 : 2));
  delta += Math.floor(delta / count);
  let bias = 0;
  for (; delta > 455; bias += 36) delta = Math.floor(delta / 35);
  return bias + Math.floor((36 * delta) / (delta + 38));
}
