import { email, hostname, ipv4, ipv6 } from "./address-formats.js";
import { date, dateTime, duration, time } from "./date-time-formats.js";
import { isInternationalHostname, isInternationalMailbox } from "./international-formats.js";
import {
  iri,
  iriReference,
  jsonPointer,
  relativeJsonPointer,
  uri,
  uriReference,
  uriTemplate,
} from "./resource-formats.js";

/**
 * How a `format` is checked. A RegExp wherever that says it all, because a RegExp can be written into a generated
 * validator as it is. What a function does is written there once more, as text: see `format-helpers`.
 */
export type FormatCheck = RegExp | ((text: string) => boolean);

/** Whether the text is a regular expression, in the dialect in which validators run `pattern` (Unicode mode). */
function isRegularExpression(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

/** Every format of JSON Schema 2020-12, by name. Formats that are not listed here are annotations and check nothing. */
export const formats: { readonly [name: string]: FormatCheck } = {
  date,
  "date-time": dateTime,
  duration,
  email,
  hostname,
  "idn-email": isInternationalMailbox,
  "idn-hostname": isInternationalHostname,
  ipv4,
  ipv6,
  iri,
  "iri-reference": iriReference,
  "json-pointer": jsonPointer,
  regex: isRegularExpression,
  "relative-json-pointer": relativeJsonPointer,
  time,
  uri,
  "uri-reference": uriReference,
  "uri-template": uriTemplate,
  uuid: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
};

/** Whether a text has a format; undefined when the format is not a known one. */
export function hasFormat(format: string, text: string): boolean | undefined {
  if (!Object.hasOwn(formats, format)) return undefined;
  const check = formats[format];
  return check instanceof RegExp ? check.test(text) : check?.(text);
}
