import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { samplePattern } from "./sample-pattern.js";

/** A text of each format that says what it stands for. */
const FORMAT_SAMPLES: ReadonlyMap<string, string> = new Map([
  ["date", "2030-01-31"],
  ["date-time", "2030-01-31T12:00:00Z"],
  ["duration", "PT1H"],
  ["email", "someone@example.com"],
  ["hostname", "example.com"],
  ["idn-email", "someone@example.com"],
  ["idn-hostname", "example.com"],
  ["ipv4", "192.0.2.1"],
  ["ipv6", "2001:db8::1"],
  ["iri", "https://example.com/"],
  ["iri-reference", "https://example.com/"],
  ["json-pointer", "/key"],
  ["regex", "^[a-z]+$"],
  ["relative-json-pointer", "0"],
  ["time", "12:00:00Z"],
  ["uri", "https://example.com/"],
  ["uri-reference", "https://example.com/"],
  ["uri-template", "https://example.com/{id}"],
  ["uuid", "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d"],
]);

/** A longer text shows nothing, and may not even be possible. */
const longestSample = 1_000;

/** A text for a string schema: by format or pattern, else its field's name, cut or padded to the length it needs, within reason. */
export function sampleString(schema: JsonSchemaObject, fieldName: string): string {
  const format = typeof schema.format === "string" ? FORMAT_SAMPLES.get(schema.format) : undefined;
  const pattern = typeof schema.pattern === "string" ? textForPattern(schema.pattern, fieldName) : undefined;
  const shortest = typeof schema.minLength === "number" ? schema.minLength : 0;
  const longest = typeof schema.maxLength === "number" ? schema.maxLength : Number.POSITIVE_INFINITY;
  const text = format ?? pattern ?? (fieldName || "text");
  const characters = [...text];
  if (characters.length > longest) return characters.slice(0, longest).join("");
  if (shortest > longestSample) return text;
  const last = characters.at(-1) ?? "x";
  return text + last.repeat(Math.max(0, shortest - characters.length));
}

/** `apiToken`, `api-token` → `API_TOKEN`: how an environment variable for a field would be called. */
export function environmentName(fieldName: string): string {
  const words = fieldName.replace(/([a-z0-9])([A-Z])/g, "$1_$2").split(/[^A-Za-z0-9]+/);
  const name = words.filter(Boolean).join("_").toUpperCase();
  return /^[A-Z]/.test(name) ? name : `VALUE${name && `_${name}`}`;
}

/** The field's own name in a spelling that the pattern accepts says more than an arbitrary text that it accepts. */
function textForPattern(pattern: string, fieldName: string): string | undefined {
  const spellings = [fieldName, fieldName.replaceAll("_", "-"), environmentName(fieldName), `./${fieldName}`];
  const telling = fieldName === "" ? undefined : spellings.find((spelling) => matches(pattern, spelling));
  return telling ?? samplePattern(pattern);
}

/** Whether a text matches a pattern of a schema, as validators read it. */
export function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

/** A number for a number schema: within its bounds, a multiple of what it must be a multiple of. */
export function sampleNumber(schema: JsonSchemaObject, isInteger: boolean): number {
  const number = (keyword: string): number | undefined =>
    typeof schema[keyword] === "number" ? schema[keyword] : undefined;
  const step = number("multipleOf") ?? (isInteger ? 1 : undefined);
  const low = number("minimum");
  const above = number("exclusiveMinimum");
  const high = number("maximum");
  const below = number("exclusiveMaximum");
  const fits = (value: number): boolean =>
    value >= (low ?? value) &&
    value <= (high ?? value) &&
    !(above !== undefined && value <= above) &&
    !(below !== undefined && value >= below);
  const unit = step ?? 1;
  const from = low ?? above ?? 0;
  const to = high ?? below ?? from;
  const candidates = [
    Math.ceil(from / unit) * unit,
    (Math.floor(from / unit) + 1) * unit,
    Math.floor(to / unit) * unit,
    (Math.ceil(to / unit) - 1) * unit,
    (from + to) / 2,
    from,
    to,
  ];
  return (
    [1, ...candidates].find(
      (value) => fits(value) && (step === undefined || Number.isInteger(value / step)),
    ) ?? from
  );
}
