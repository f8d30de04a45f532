import { idnMailbox } from "../../../src/validation/formats/address-formats.js";
import { internationalLabel } from "../../../src/validation/formats/international-formats.js";
import type { Helper } from "./helper.js";

export type FormatHelper =
  | "decodePunycode"
  | "isInternationalLabel"
  | "isInternationalHostname"
  | "isInternationalMailbox";

/** The formats that no regular expression can check; what each does is said beside its twin in `src/validation`. */
export const formatHelpers: { readonly [Name in FormatHelper]: Helper } = {
  decodePunycode: {
    source: `function decodePunycode(text) {
  const end = Math.max(text.lastIndexOf("-"), 0);
  const characters = [...text.slice(0, end)];
  let place = end === 0 ? 0 : end + 1;
  let [code, bias, index] = [128, 72, 0];
  while (place < text.length) {
    const before = index;
    for (let [weight, step] = [1, 36]; ; step += 36) {
      const digit = place < text.length ? "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(text[place++]) : -1;
      if (digit < 0) return undefined;
      index += digit * weight;
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const count = characters.length + 1;
    let delta = Math.floor((index - before) / (before === 0 ? 700 : 2));
    delta += Math.floor(delta / count);
    for (bias = 0; delta > 455; bias += 36) delta = Math.floor(delta / 35);
    bias += Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(index / count);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    index %= count;
    characters.splice(index++, 0, String.fromCodePoint(code));
  }
  return characters.join("");
}`,
  },
  isInternationalLabel: {
    source: `function isInternationalLabel(label) {
  const allowed = ${internationalLabel};
  if (!/^xn--/i.test(label)) return allowed.test(label);
  const decoded = label.length > 63 ? undefined : decodePunycode(label.slice(4).toLowerCase());
  if (decoded === undefined || !/[^\\0-\\x7F]/.test(decoded)) return false;
  return decoded === decoded.normalize("NFC") && allowed.test(decoded);
}`,
    needs: ["decodePunycode"],
  },
  isInternationalHostname: {
    source: `function isInternationalHostname(text) {
  return /^.{1,253}$/u.test(text) && text.split(/[.\\u3002\\uFF0E\\uFF61]/).every(isInternationalLabel);
}`,
    needs: ["isInternationalLabel"],
  },
  isInternationalMailbox: {
    source: `function isInternationalMailbox(text) {
  if (!${idnMailbox}.test(text)) return false;
  const host = text.slice(text.lastIndexOf("@") + 1);
  return host.startsWith("[") || isInternationalHostname(host);
}`,
    needs: ["isInternationalHostname"],
  },
};

/** The helpers that check a format, by its name. */
export const formatTests: ReadonlyMap<string, FormatHelper | "isRegularExpression"> = new Map([
  ["regex", "isRegularExpression"],
  ["idn-hostname", "isInternationalHostname"],
  ["idn-email", "isInternationalMailbox"],
] as const);
