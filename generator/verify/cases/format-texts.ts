/** Texts that have a format and texts that only nearly have it. */
export interface FormatTexts {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

const rows: readonly (readonly [format: string, valid: string, invalid: string])[] = [
  ["date", "2030-01-31 2024-02-29", "2030-02-29 2030-13-01 2030-1-31 2030-01-31T00:00:00Z"],
  [
    "date-time",
    "2030-01-31T12:00:00Z 2030-01-31t12:00:00.25+01:30",
    "2030-01-31T12:00:00 2030-01-31T25:00:00Z 2030-01-31",
  ],
  ["time", "12:00:00Z 23:59:59.5-08:00", "12:00:00 24:00:00Z 12:60:00Z"],
  ["duration", "PT1H P1Y2M3DT4H5M6S P4W", "P 1H PT P1S P1W2D"],
  ["email", "someone@example.com a.b+c@example.co.uk", "someone someone@ @example.com a..b@example.com"],
  ["idn-email", "someone@example.com 실례@실례.테스트", "someone someone@ @example.com"],
  ["hostname", "example.com localhost a-b.example", "-a.example a_b.example a..b example.com-"],
  ["idn-hostname", "example.com 실례.테스트", "-a.example a..b"],
  ["ipv4", "192.0.2.1 0.0.0.0 255.255.255.255", "256.0.0.1 192.0.2 192.0.2.01 192.0.2.1.1"],
  ["ipv6", "2001:db8::1 :: ::ffff:192.0.2.1", "2001:db8:::1 12345:: 1:2:3:4:5:6:7 ::1%eth0"],
  ["uri", "https://example.com/ urn:isbn:1 mailto:a@example.com", "example.com /path https://exa\\mple.com"],
  ["uri-reference", "https://example.com/ /path #fragment", "https://exa\\mple.com /<path>"],
  ["iri", "https://example.com/ñ urn:isbn:1", "example.com /path"],
  ["iri-reference", "https://example.com/ñ /path #fragment", "https://exa\\mple.com"],
  ["json-pointer", "/key /a~0b/~1 /0", "key /a~2 /a~"],
  ["relative-json-pointer", "0 1/key 2#", "/key -1 01 1~"],
  ["regex", "^[a-z]+$ \\d{2}", "[a-z ( a{2,1}"],
  ["uri-template", "https://example.com/{id} {?q,lang}", "https://example.com/{id {"],
  [
    "uuid",
    "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d 2C5EA4C0-4067-11E9-8BAD-9B1DEB4D3B7D",
    "2c5ea4c0406711e98bad9b1deb4d3b7d 2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7 g",
  ],
];

const texts: ReadonlyMap<string, FormatTexts> = new Map(
  rows.map(([format, valid, invalid]) => [format, { valid: valid.split(" "), invalid: invalid.split(" ") }]),
);

/** Texts for a format; none for one that provc does not check. */
export function formatTexts(format: unknown): FormatTexts {
  return texts.get(String(format)) ?? { valid: [], invalid: [] };
}
