/** Host names, IP addresses (RFC 1123, 4291) and mailboxes (RFC 5321, 6531) as regular expressions. */

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
export const email: RegExp = new RegExp(mailbox("", domain));
/** Takes whatever has no `@` for a domain; what is one, `isInternationalHostname` says. */
export const idnMailbox: RegExp = new RegExp(mailbox("\\u{80}-\\u{10FFFF}", "[^@[\\]]+"), "u");
