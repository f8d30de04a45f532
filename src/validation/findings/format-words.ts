import { quote } from "../../errors/quote.js";

const words: ReadonlyMap<string, string> = new Map([
  ["date", "a date like 2024-12-31"],
  ["date-time", "a date and time like 2024-12-31T23:59:00Z"],
  ["time", "a time like 23:59:00Z"],
  ["duration", "a duration like PT30S or P1DT12H"],
  ["email", "an email address"],
  ["idn-email", "an email address"],
  ["hostname", "a host name"],
  ["idn-hostname", "a host name"],
  ["ipv4", "an IPv4 address"],
  ["ipv6", "an IPv6 address"],
  ["uri", "a URI like https://example.com/path"],
  ["uri-reference", "a URI or a relative reference"],
  ["iri", "an IRI like https://example.com/path"],
  ["iri-reference", "an IRI or a relative reference"],
  ["uri-template", "a URI template like /users/{id}"],
  ["uuid", "a UUID"],
  ["json-pointer", "a JSON pointer like /a/b"],
  ["relative-json-pointer", "a relative JSON pointer like 1/a"],
  ["regex", "a regular expression"],
]);

/** What a text of a format is: "an email address". */
export function formatWords(format: string): string {
  return words.get(format) ?? `a text of the format ${quote(format)}`;
}
