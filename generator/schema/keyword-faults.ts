import { closest } from "../../src/diagnostics/suggest.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import type { RangeTarget } from "../../src/source/source-document.js";
import { formats } from "../../src/validation/formats/formats.js";
import { equalJson, isObject, jsonTypeOf } from "../../src/validation/json-value.js";
import { type KeywordValue, keywordValue, knownKeywords, replacementFor } from "./keywords.js";

/** Something wrong with one keyword of a schema. */
export interface KeywordFault {
  readonly code: string;
  readonly message: string;
  /** Relative to the schema that has the keyword. */
  readonly path: DocumentPath;
  readonly target: RangeTarget;
  readonly hint?: string | undefined;
}

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];
const dialects =
  /^https?:\/\/json-schema\.org\/(?:draft\/(?:2020-12|2019-09)\/schema|draft-0[67]\/schema)#?$/;
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const isSchema = (value: unknown): boolean => typeof value === "boolean" || isObject(value);
const isText = (value: unknown): value is string => typeof value === "string";

/** What is wrong with the keyword itself; the schemas below it are not looked at. */
export function keywordFaults(keyword: string, value: unknown): KeywordFault[] {
  const expected = keywordValue(keyword);
  if (expected === undefined) return [unsupported(keyword)];
  return valueFaults(keyword, expected, value);
}

function unsupported(keyword: string): KeywordFault {
  const near = closest(keyword, knownKeywords());
  return {
    code: "manifest-schema-keyword",
    message: `the keyword ${JSON.stringify(keyword)} is not supported`,
    path: [keyword],
    target: "key",
    hint:
      replacementFor(keyword) ??
      (near === undefined ? "keywords of your own start with x-" : `did you mean ${JSON.stringify(near)}?`),
  };
}

function valueFaults(keyword: string, expected: KeywordValue, value: unknown): KeywordFault[] {
  const fault = (what: string, more: Partial<KeywordFault> = {}): KeywordFault[] => [
    {
      code: "manifest-schema-invalid",
      message: `${JSON.stringify(keyword)} ${what}`,
      path: [keyword],
      target: "value",
      ...more,
    },
  ];
  const unless = (holds: boolean, what: string): KeywordFault[] => (holds ? [] : fault(`must be ${what}`));
  // Numbers that JSON cannot hold are reported wherever they stand.
  if (typeof value === "number" && !Number.isFinite(value)) return [];
  switch (expected) {
    case "any":
      return [];
    case "schema":
      return unless(isSchema(value), "a schema: a mapping, true or false");
    case "schema-list":
      if (!Array.isArray(value) || value.length === 0)
        return fault("must be a list of schemas, with at least one");
      return value.flatMap((item: unknown, index) =>
        isSchema(item) ? [] : fault("must hold schemas only", { path: [keyword, index] }),
      );
    case "schema-map":
    case "pattern-map":
      if (!isObject(value)) return fault("must be a mapping from names to schemas");
      return Object.entries(value).flatMap(([name, item]) => [
        ...(expected === "pattern-map" ? patternFaults(name, [keyword, name], "key") : []),
        ...(isSchema(item)
          ? []
          : fault("must hold schemas only: a mapping, true or false", { path: [keyword, name] })),
      ]);
    case "string":
      return unless(isText(value), "a string");
    case "pattern":
      return isText(value) ? patternFaults(value, [keyword], "value") : fault("must be a string");
    case "format":
      return isText(value) ? formatFaults(value) : fault("must be a string");
    case "anchor":
      return unless(
        isText(value) && /^[A-Za-z_][\w.-]*$/.test(value),
        "a name of letters, digits, _, . and -",
      );
    case "dialect":
      if (isText(value) && dialects.test(value)) return [];
      return fault("must name a JSON Schema dialect that is supported", {
        code: "manifest-schema-dialect",
        hint: "use https://json-schema.org/draft/2020-12/schema, or leave it out",
      });
    case "boolean":
      return unless(typeof value === "boolean", "true or false");
    case "number":
      return unless(typeof value === "number", "a number");
    case "positive":
      return unless(typeof value === "number" && value > 0, "a number above 0");
    case "count":
      return unless(isCount(value), "a whole number, 0 or more");
    case "type":
      return typeFaults(value, fault);
    case "choices":
      if (!Array.isArray(value) || value.length === 0) return fault("must be a list with at least one value");
      return repeated(value).flatMap((index) =>
        fault("lists the same value twice", { path: [keyword, index] }),
      );
    case "list":
      return unless(Array.isArray(value), "a list");
    case "names":
      return nameFaults(value, [keyword], fault);
    case "names-map":
      if (!isObject(value)) return fault("must be a mapping from names to lists of names");
      return Object.entries(value).flatMap(([name, names]) => nameFaults(names, [keyword, name], fault));
    case "environment":
      return unless(isText(value) && /^[A-Za-z_]\w*$/.test(value), "the name of an environment variable");
  }
}

type Fault = (what: string, more?: Partial<KeywordFault>) => KeywordFault[];

function typeFaults(value: unknown, fault: Fault): KeywordFault[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return fault("must name a type");
  const again = repeated(list).flatMap((index) =>
    fault("names the same type twice", { path: ["type", index] }),
  );
  const unknown = list.flatMap((name, index): KeywordFault[] => {
    if (types.includes(name as string)) return [];
    const near = isText(name) ? closest(name, types) : undefined;
    const got = isText(name) ? JSON.stringify(name) : jsonTypeOf(name);
    return fault(`must be one of: ${types.join(", ")}, got ${got}`, {
      path: Array.isArray(value) ? ["type", index] : ["type"],
      hint: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
    });
  });
  return [...again, ...unknown];
}

function nameFaults(value: unknown, path: DocumentPath, fault: Fault): KeywordFault[] {
  if (!Array.isArray(value)) return fault("must be a list of field names", { path });
  return [
    ...value.flatMap((name: unknown, index) =>
      isText(name) ? [] : fault("must hold strings only", { path: [...path, index] }),
    ),
    ...repeated(value).flatMap((index) => fault("lists the same name twice", { path: [...path, index] })),
  ];
}

function patternFaults(pattern: string, path: DocumentPath, target: RangeTarget): KeywordFault[] {
  try {
    new RegExp(pattern, "u");
    return [];
  } catch (error) {
    const reason = (error as Error).message
      .replace(/^Invalid regular expression: /, "")
      .replace(/^\/[\s\S]*\/[a-z]*: /, "");
    return [
      {
        code: "manifest-schema-pattern",
        message: `${JSON.stringify(pattern)} is not a regular expression: ${reason}`,
        path,
        target,
        hint: "patterns are JavaScript regular expressions in Unicode mode",
      },
    ];
  }
}

function formatFaults(format: string): KeywordFault[] {
  if (Object.hasOwn(formats, format)) return [];
  const known = Object.keys(formats).sort();
  const near = closest(format, known);
  return [
    {
      code: "manifest-schema-format",
      message: `unknown format ${JSON.stringify(format)}`,
      path: ["format"],
      target: "value",
      hint:
        near === undefined ? `known formats: ${known.join(", ")}` : `did you mean ${JSON.stringify(near)}?`,
    },
  ];
}

/** Where a list repeats an earlier value; of composed values the first hundred are compared. */
function repeated(list: readonly unknown[]): number[] {
  const scalars = new Set<unknown>();
  const composed: unknown[] = [];
  return list.flatMap((item, index) => {
    if (typeof item !== "object" || item === null) {
      const isKnown = scalars.has(item);
      scalars.add(item);
      return isKnown ? [index] : [];
    }
    const isKnown = composed.some((one) => equalJson(one, item));
    if (!isKnown && composed.length < 100) composed.push(item);
    return isKnown ? [index] : [];
  });
}
