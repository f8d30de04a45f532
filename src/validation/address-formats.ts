/** Host names, IP addresses (RFC 1123, 5890–5892, 4291) and mailboxes (RFC 5321, 6531) as regular expressions. */

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
export const ipv4Pattern: string = `${octet}(?:\\.${octet}){3}`;
export const ipv6Pattern: string = writeIpv6();

/** RFC 3986's grammar: at most one `::`, the last 32 bits may be written as IPv4. */
function writeIpv6(): string {
  const group = "[0-9A-Fa-f]{1,4}";
  const last = `(?:${group}:${group}|${ipv4Pattern})`;
  const upTo = (count: number): string =>
    count === 0 ? `(?:${group})?` : `(?:(?:${group}:){0,${count}}${group})?`;
  const forms = [`(?:${group}:){6}${last}`, `::(?:${group}:){5}${last}`];
  for (let before = 0; before <= 4; before++) {
    const after = 4 - before;
    forms.push(`${upTo(before)}::${after === 0 ? "" : `(?:${group}:){${after}}`}${last}`);
  }
  forms.push(`${upTo(5)}::${group}`, `${upTo(6)}::`);
  return `(?:${forms.join("|")})`;
}

const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const domain = `${label}(?:\\.${label})*`;

/** The full stop and the characters that IDNA reads as one. */
const dots = ".\\u3002\\uFF0E\\uFF61";
const withinLabel = `[^${dots}]*`;
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
  `\\u30FB(?=${withinLabel}${japanese})`,
  `(?<=${japanese}${withinLabel})\\u30FB`,
  `(?<=[${virama}])[\\u200C\\u200D]`,
  "(?<=\\p{Script=Arabic})\\u200C(?=\\p{Script=Arabic})",
].join("|");
const internationalLabel = [
  // No hyphen or mark in front; hyphens in the third and fourth place belong to Punycode.
  "(?!-|\\p{M}|(?![xX][nN])..--)",
  // The two sets of Arabic digits do not mix.
  `(?!${withinLabel}[\\u0660-\\u0669]${withinLabel}[\\u06F0-\\u06F9])`,
  `(?!${withinLabel}[\\u06F0-\\u06F9]${withinLabel}[\\u0660-\\u0669])`,
  `(?:${alwaysAllowed}|${allowedInContext}){1,63}(?<!-)`,
].join("");
const internationalDomain = `${internationalLabel}(?:[${dots}]${internationalLabel})*`;

const atom = "\\-A-Za-z0-9!#$%&'*+/=?^_`{|}~";
const quotedText = "\\x20\\x21\\x23-\\x5B\\x5D-\\x7E";
const addressLiteral = `\\[(?:${ipv4Pattern}|[Ii][Pp][Vv]6:${ipv6Pattern})\\]`;

function mailbox(moreCharacters: string, domainName: string): string {
  const word = `[${atom}${moreCharacters}]+`;
  const quoted = `"(?:[${quotedText}${moreCharacters}]|\\\\[\\x20-\\x7E])*"`;
  return `^(?:${word}(?:\\.${word})*|${quoted})@(?:${domainName}|${addressLiteral})$`;
}

export const ipv4: RegExp = new RegExp(`^${ipv4Pattern}$`);
export const ipv6: RegExp = new RegExp(`^${ipv6Pattern}$`);
export const hostname: RegExp = new RegExp(`^(?=.{1,253}$)${domain}$`);
/** Checks U-labels by code point; whether an `xn--` label decodes to something sensible is not looked into. */
export const idnHostname: RegExp = new RegExp(`^(?=.{1,253}$)${internationalDomain}$`, "u");
export const email: RegExp = new RegExp(mailbox("", domain));
export const idnEmail: RegExp = new RegExp(mailbox("\\u{80}-\\u{10FFFF}", internationalDomain), "u");
