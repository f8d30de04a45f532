import { type FaultMaker, type FaultPlace, numberOf } from "./fault-place.js";
import { formatTexts } from "./format-texts.js";

/** One value of each type, and the values that languages take for others. */
export const junk: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  "",
  "text",
  "0",
  "true",
  "null",
  " ",
  "é😀",
  "\u2028",
  "__proto__",
  [],
  [null],
  {},
  { text: "text" },
];

/** Texts longer than this are not made, whatever a schema allows. */
const LONGEST = 20_000;

function texts({ value }: FaultPlace): readonly string[] {
  return typeof value === "string" ? [value] : ["text"];
}

/** Texts of a length, in the place of one: cut, padded, and made of characters that take two UTF-16 units. */
function ofLength(text: string, length: number): string[] {
  if (length < 0 || length > LONGEST) return [];
  const characters = [...text];
  const padded =
    characters.slice(0, length).join("") +
    (characters.at(-1) ?? "x").repeat(Math.max(0, length - characters.length));
  return [padded, "😀".repeat(length), "x".repeat(length)];
}

const lengths =
  (keyword: string): FaultMaker =>
  (place) => {
    const limit = numberOf(place.schema, keyword) ?? 0;
    const outside = keyword === "maxLength" ? limit + 1 : limit - 1;
    return [outside, limit, 2 * limit - outside].flatMap((length) =>
      texts(place).flatMap((text) => ofLength(text, length)),
    );
  };

const around =
  (keyword: string): FaultMaker =>
  ({ schema }) => {
    const limit = numberOf(schema, keyword) ?? 0;
    const step = numberOf(schema, "multipleOf") ?? 1;
    const near = limit === 0 ? 1e-7 : Math.abs(limit) * 1e-7;
    const outwards = keyword === "maximum" || keyword === "exclusiveMaximum" ? 1 : -1;
    // The nearest on both sides come first: short runs get no further.
    const steps = [outwards * step, 0, -outwards * step, 0.5, -0.5, near, -near];
    return [...steps.map((by) => limit + by), -limit, limit * 1000];
  };

const multiples: FaultMaker = ({ schema, value }) => {
  const step = numberOf(schema, "multipleOf") ?? 1;
  const base = typeof value === "number" ? value : 0;
  // Sums and products of decimals are often not what is written: 3 × 0.1 is 0.30000000000000004.
  const round = (number: number): number => Number(number.toPrecision(12));
  return [base + step / 2, step, 3, 7, 19, 1999, -2].map((item, index) =>
    index < 2 ? round(item) : round(item * step),
  );
};

/** Every value that the schema lists, and values that are only nearly one of them. */
const choices: FaultMaker = ({ schema, value }) => {
  const listed: readonly unknown[] = schema.enum ?? [schema.const];
  return [...listed, ...listed.flatMap(nearly), ...nearly(value), ...junk];
};

function nearly(value: unknown): unknown[] {
  if (typeof value === "string")
    return [`${value}x`, value.slice(0, -1), value.toUpperCase(), ` ${value}`, [value]];
  if (typeof value === "number") return [value + 1, String(value), -value];
  if (typeof value === "boolean") return [!value, String(value)];
  if (Array.isArray(value)) return [value.slice(1), [...value, value[0] ?? null], [...value].reverse()];
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  return [
    Object.fromEntries(entries.slice(1)),
    Object.fromEntries([...entries].reverse()),
    { ...value, extra: 1 },
  ];
}

const patterns: FaultMaker = (place) =>
  texts(place).flatMap((text) => [
    `${text}\n`,
    ` ${text}`,
    `${text}!`,
    `-${text}`,
    text.toUpperCase(),
    text.toLowerCase(),
    text.slice(1),
    text.slice(0, -1),
    text + text,
    "",
    `${text}é`,
    `${text}😀`,
    text.normalize("NFD"),
    text.replaceAll("/", "\\"),
    `../${text}`,
    text.repeat(40),
  ]);

const formats: FaultMaker = ({ schema }) => {
  const { valid, invalid } = formatTexts(schema.format);
  return [...valid, ...invalid];
};

/** What goes wrong with the keywords about one value, by keyword. */
export const scalarFaults: ReadonlyMap<string, FaultMaker> = new Map([
  ["type", () => junk],
  ["enum", choices],
  ["const", choices],
  ["multipleOf", multiples],
  ["minimum", around("minimum")],
  ["maximum", around("maximum")],
  ["exclusiveMinimum", around("exclusiveMinimum")],
  ["exclusiveMaximum", around("exclusiveMaximum")],
  ["minLength", lengths("minLength")],
  ["maxLength", lengths("maxLength")],
  ["pattern", patterns],
  ["format", formats],
]);
