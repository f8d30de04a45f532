import { ipv4Pattern, ipv6Pattern } from "./address-formats.js";

/** URIs (RFC 3986), IRIs (RFC 3987), URI templates (RFC 6570) and JSON pointers (RFC 6901) as regular expressions. */

const percent = "%[0-9A-Fa-f]{2}";
const scheme = "[A-Za-z][A-Za-z0-9+.\\-]*";
/** Characters beyond ASCII that an IRI may hold, and those that only its query may hold. */
const wide =
  "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}" +
  Array.from({ length: 14 }, (_, plane) => {
    const first = (plane + 1).toString(16);
    return `\\u{${first}${plane === 13 ? "1" : "0"}000}-\\u{${first}FFFD}`;
  }).join("");
const privateUse = "\\u{E000}-\\u{F8FF}\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}";

interface ResourceGrammar {
  readonly absolute: RegExp;
  readonly reference: RegExp;
}

function writeGrammar(letters: string, queryOnly: string): ResourceGrammar {
  const unreserved = `A-Za-z0-9\\-._~${letters}`;
  const delimiters = "!$&'()*+,;=";
  const character = `(?:[${unreserved}${delimiters}:@]|${percent})`;
  const withoutColon = `(?:[${unreserved}${delimiters}@]|${percent})`;
  const userInfo = `(?:[${unreserved}${delimiters}:]|${percent})*@`;
  const name = `(?:[${unreserved}${delimiters}]|${percent})*`;
  const future = `[vV][0-9A-Fa-f]+\\.[A-Za-z0-9\\-._~${delimiters}:]+`;
  const host = `(?:\\[(?:${ipv6Pattern}|${future})\\]|${ipv4Pattern}|${name})`;
  const authority = `(?:${userInfo})?${host}(?::[0-9]*)?`;
  const segments = `(?:/${character}*)*`;
  const rooted = `//${authority}${segments}|/(?:${character}+${segments})?`;
  const rest = `(?:\\?(?:${character}|[/?${queryOnly}])*)?(?:#(?:${character}|[/?])*)?`;
  return {
    absolute: new RegExp(`^${scheme}:(?:${rooted}|${character}+${segments})?${rest}$`, "u"),
    reference: new RegExp(
      `^(?:${scheme}:(?:${rooted}|${character}+${segments})?|${rooted}|${withoutColon}+${segments})?${rest}$`,
      "u",
    ),
  };
}

const ascii: ResourceGrammar = writeGrammar("", "");
const international: ResourceGrammar = writeGrammar(wide, privateUse);

export const uri: RegExp = ascii.absolute;
export const uriReference: RegExp = ascii.reference;
export const iri: RegExp = international.absolute;
export const iriReference: RegExp = international.reference;

const variable = `(?:[A-Za-z0-9_]|${percent})(?:\\.?(?:[A-Za-z0-9_]|${percent}))*(?::[1-9][0-9]{0,3}|\\*)?`;
const expression = `\\{[+#./;?&=,!@|]?${variable}(?:,${variable})*\\}`;
const literal = `[^\\u{0}-\\u{20}"<>%\\\\^\`\\{|\\}\\u{7F}-\\u{9F}]`;

export const uriTemplate: RegExp = new RegExp(`^(?:${literal}|${percent}|${expression})*$`, "u");

export const jsonPointer: RegExp = /^(?:\/(?:[^~/]|~[01])*)*$/u;
export const relativeJsonPointer: RegExp =
  /^(?:0|[1-9]\d*)(?:[+-](?:0|[1-9]\d*))?(?:#|(?:\/(?:[^~/]|~[01])*)*)$/u;
