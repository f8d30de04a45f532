import { idnMailbox } from "./address-formats.js";
import { decodePunycode } from "./punycode.js";

/** Host names in any script (RFC 5890–5893), and mailboxes with such a host name (RFC 6531). */

const japanese = "[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}]";
const virama =
  "\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA\\u0E3A\\u0F84\\u1039\\u103A\\u17D2";
/** RFC 5892, 2.6: the exceptions among letters, marks and digits. */
const neverAllowed = "\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B";
const alwaysAllowed = `(?![${neverAllowed}])[\\p{L}\\p{M}\\p{Nd}\\u3007\\u06FD\\u06FE\\u0F0B-]`;
/** RFC 5892, appendix A: characters that are allowed next to certain others only. */
const allowedInContext = [
  "(?<=[lL])\\u00B7(?=[lL])",
  "\\u0375(?=\\p{Script=Greek})",
  "(?<=\\p{Script=Hebrew})[\\u05F3\\u05F4]",
  `\\u30FB(?=.*${japanese})`,
  `(?<=${japanese}.*)\\u30FB`,
  `(?<=[${virama}])[\\u200C\\u200D]`,
  "(?<=\\p{Script=Arabic})\\u200C(?=\\p{Script=Arabic})",
].join("|");
const unicodeLabel = [
  // No hyphen or mark in front; hyphens in the third and fourth place belong to Punycode.
  "(?!-|\\p{M}|..--)",
  // The two sets of Arabic digits do not mix.
  "(?!.*[\\u0660-\\u0669].*[\\u06F0-\\u06F9])",
  "(?!.*[\\u06F0-\\u06F9].*[\\u0660-\\u0669])",
  `(?:${alwaysAllowed}|${allowedInContext}){1,63}(?<!-)`,
].join("");

/** A label in Unicode; the context rules look at all of it. */
export const internationalLabel: RegExp = new RegExp(`^${unicodeLabel}$`, "u");

/** `format: idn-hostname`. Labels stand in Unicode, or in Punycode that decodes to such a label. */
export function isInternationalHostname(text: string): boolean {
  // The full stop, and the characters that IDNA reads as one.
  return /^.{1,253}$/u.test(text) && text.split(/[.\u3002\uFF0E\uFF61]/).every(isLabel);
}

function isLabel(label: string): boolean {
  if (!/^xn--/i.test(label)) return internationalLabel.test(label);
  const decoded = label.length > 63 ? undefined : decodePunycode(label.slice(4).toLowerCase());
  // RFC 5891, 5.4: there has to be something to decode, in the normal form.
  return (
    decoded !== undefined &&
    /[^\0-\x7F]/.test(decoded) &&
    decoded === decoded.normalize("NFC") &&
    internationalLabel.test(decoded)
  );
}

/** `format: idn-email`. */
export function isInternationalMailbox(text: string): boolean {
  if (!idnMailbox.test(text)) return false;
  const host = text.slice(text.lastIndexOf("@") + 1);
  return host.startsWith("[") || isInternationalHostname(host);
}
