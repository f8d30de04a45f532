import fc from "fast-check";
import { parse, stringify } from "yaml";
import type { FuzzInput } from "../fuzz-input.js";
import { hostileTexts, junk, snippets } from "./junk.js";
import { escaped, oddText, spoil } from "./odd-texts.js";

type Path = readonly string[];

function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((node: unknown, key) => (node as { [key: string]: unknown } | null)?.[key], value);
}

/** Changes the value at a path; undefined takes it away. */
function changed(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? changed(item, rest, change) : item));
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    name === key ? changed(item, rest, change) : item,
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** Gives a field another name, keeping its value. */
function renamed(value: unknown, path: Path, name: string): unknown {
  const last = path.at(-1);
  return changed(value, path.slice(0, -1), (old) => {
    if (typeof old !== "object" || old === null || Array.isArray(old)) return old;
    return Object.fromEntries(Object.entries(old).map(([key, item]) => [key === last ? name : key, item]));
  });
}

interface Mutation {
  readonly at: number;
  readonly how: "replace" | "swap" | "rename" | "remove" | "add" | "spoil";
  readonly with: unknown;
  readonly name: string;
  readonly spoil: (text: string) => string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat({ max: 10_000 }),
  how: fc.constantFrom("replace", "swap", "rename", "remove", "add", "spoil"),
  with: junk,
  name: fc.oneof(fc.constantFrom(...hostileTexts), oddText, fc.string({ maxLength: 6 })),
  spoil,
});

function mutate(value: unknown, { at, how, with: by, name, spoil: change }: Mutation): unknown {
  const places = placesIn(value);
  const path = places[at % places.length] ?? [];
  switch (how) {
    case "spoil": {
      // A text where there is one, else the name of the place.
      const last = path.at(-1);
      const old = valueAt(value, path);
      if (typeof old === "string") return changed(value, path, () => change(old));
      return last === undefined ? value : renamed(value, path, change(last));
    }
    case "replace":
      return changed(value, path, () => by);
    case "remove":
      return path.length === 0 ? value : changed(value, path, () => undefined);
    case "rename":
      return path.length === 0 ? value : renamed(value, path, name);
    case "add":
      return changed(value, path, (old) =>
        typeof old === "object" && old !== null && !Array.isArray(old) ? { ...old, [name]: by } : old,
      );
    case "swap": {
      // What is right elsewhere.
      const other = places[(at * 7 + 3) % places.length] ?? [];
      return changed(value, path, () => valueAt(value, other) ?? null);
    }
  }
}

/** Valid data with a few faults. */
function faultyValue(seed: unknown): fc.Arbitrary<unknown> {
  return fc.array(mutation, { minLength: 1, maxLength: 4 }).map((list) => list.reduce(mutate, seed));
}

interface Slip {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** A text with a few pieces taken out and others put in. */
function faultyText(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const slip: fc.Arbitrary<Slip> = fc.record({
    at: fc.nat({ max: 100_000 }),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 20 })),
    text: snippets,
  });
  return fc.tuple(text, fc.array(slip, { minLength: 1, maxLength: 4 })).map(([original, slips]) =>
    slips.reduce((now, { at, length, text: piece }) => {
      const start = now.length === 0 ? 0 : at % now.length;
      return now.slice(0, start) + piece + now.slice(start + length);
    }, original),
  );
}

const written: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value) ?? "",
  (value) => JSON.stringify(value, undefined, 2) ?? "",
  (value) => escaped(JSON.stringify(value) ?? ""),
  (value) => stringify(value, { defaultStringType: "QUOTE_DOUBLE" }),
  (value) => stringify(value, { aliasDuplicateObjects: true }),
  (value) => stringify(value, { collectionStyle: "flow", lineWidth: 0 }),
];

/** Files like those that people write, and like those that they do not: from YAML seeds. */
export function faultyFile(
  seeds: readonly string[],
  names: readonly [yaml: string, json: string],
): fc.Arbitrary<FuzzInput> {
  const seed = fc.constantFrom(...seeds);
  const faulty = fc
    .constantFrom(...seeds.map((text): unknown => parse(text, { merge: true })))
    .chain((value) => fc.tuple(faultyValue(value), fc.constantFrom(...written)))
    .map(([value, write]) => write(value));
  const [yaml, json] = names;
  const file = fc.constantFrom(yaml, yaml, json);
  const text = fc.oneof(
    { weight: 5, arbitrary: faulty },
    { weight: 3, arbitrary: faultyText(seed) },
    { weight: 2, arbitrary: faultyText(faulty) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((list) => Buffer.from(list)),
    seed.map((original) => Buffer.from(`\ufeff${original}`, "utf16le")),
    fc.tuple(seed, fc.nat({ max: 5_000 }), fc.nat({ max: 255 })).map(([original, at, byte]) => {
      const buffer = Buffer.from(original);
      buffer[at % buffer.length] = byte;
      return buffer;
    }),
  );
  return fc.oneof(
    { weight: 10, arbitrary: fc.record({ text, file }) },
    { weight: 1, arbitrary: fc.record({ base64: bytes.map((buffer) => buffer.toString("base64")), file }) },
  );
}
