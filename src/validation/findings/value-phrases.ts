import type { JsonSchemaObject } from "../../contract/json-schema.js";
import { printable } from "../../errors/quote.js";
import { countCharacters } from "../evaluation/evaluate-scalar.js";
import type { Failure } from "../failure.js";
import { isObject } from "../json-value.js";
import { formatWords } from "./format-words.js";
import {
  actualType,
  anyOfWords,
  countOf,
  expectedType,
  listValues,
  plainValue,
  quotedValue,
} from "./value-words.js";

/** What a value must do, to be put after "x must", and what it does instead. */
export interface Phrase {
  /** `be a list` */
  readonly predicate: string;
  /** `a string`; says something of the value itself only if it may be shown. */
  readonly got?: string;
}

/** The types that a value may have, as failures of `type` name them. */
export function expectedTypes(failures: readonly Failure[]): string[] {
  const types = failures.flatMap(({ keyword, schema }) =>
    keyword === "type" && schema.type !== undefined ? [schema.type].flat() : [],
  );
  const distinct = [...new Set(types)];
  return distinct.includes("number") ? distinct.filter((type) => type !== "integer") : distinct;
}

/** The values that are allowed, as failures of `enum` and `const` name them. */
export function allowedValues(failures: readonly Failure[]): unknown[] {
  return failures.flatMap(({ keyword, schema }) => {
    if (keyword === "const") return [schema.const];
    return keyword === "enum" ? [...(schema.enum ?? [])] : [];
  });
}

/** Puts alternatives into words, of which a value would have to satisfy one. */
export function phraseOfAlternatives(failures: readonly Failure[], hidden: boolean): Phrase {
  const values = allowedValues(failures);
  const types = expectedTypes(failures);
  const others = failures.filter(({ keyword }) => !["type", "const", "enum"].includes(keyword));
  const value = failures[0]?.value;
  if (others.length === 0 && types.length === 0) {
    if (values.length === 0) return { predicate: "not be there" };
    return {
      predicate: values.length === 1 ? `be ${quotedValue(values[0])}` : `be one of: ${listValues(values)}`,
    };
  }
  if (others.length === 0) {
    const choices = [...values.map(quotedValue), ...types.map(expectedType)];
    return { predicate: `be ${anyOfWords(choices)}`, got: gotInstead(value, types, hidden) };
  }
  const phrases = others.map((failure) => phraseOf(failure, hidden));
  const predicates = [
    ...(values.length > 0 ? [`be one of: ${listValues(values)}`] : []),
    ...(types.length > 0 ? [`be ${anyOfWords(types.map(expectedType))}`] : []),
    ...phrases.map((phrase) => phrase.predicate),
  ];
  const got = phrases.length === 1 ? phrases[0]?.got : undefined;
  return { predicate: joinPredicates([...new Set(predicates)]), ...(got === undefined ? {} : { got }) };
}

/** "be a" and "be b" is "be a or b". */
function joinPredicates(predicates: readonly string[]): string {
  const alike = predicates.length > 1 && predicates.every((predicate) => predicate.startsWith("be "));
  return alike
    ? `be ${anyOfWords(predicates.map((predicate) => predicate.slice(3)))}`
    : anyOfWords(predicates);
}

function gotInstead(value: unknown, types: readonly string[], hidden: boolean): string {
  const fraction = typeof value === "number" && types.includes("integer");
  return fraction && !hidden ? String(value) : actualType(value);
}

function phraseOf({ keyword, schema, value, indices }: Failure, hidden: boolean): Phrase {
  const limit = schema[keyword];
  switch (keyword) {
    case "minLength":
      return limit === 1
        ? { predicate: "not be empty" }
        : { predicate: `have at least ${countOf(Number(limit), "character")}`, ...length(value, hidden) };
    case "maxLength":
      return { predicate: `have at most ${countOf(Number(limit), "character")}`, ...length(value, hidden) };
    case "pattern":
      return patternPhrase(schema, value, hidden);
    case "format":
      return { predicate: `be ${formatWords(String(limit))}` };
    case "minimum":
      return { predicate: `be at least ${limit}`, ...shown(value, hidden) };
    case "maximum":
      return { predicate: `be at most ${limit}`, ...shown(value, hidden) };
    case "exclusiveMinimum":
      return { predicate: `be greater than ${limit}`, ...shown(value, hidden) };
    case "exclusiveMaximum":
      return { predicate: `be less than ${limit}`, ...shown(value, hidden) };
    case "multipleOf":
      return { predicate: `be a multiple of ${limit}`, ...shown(value, hidden) };
    case "minItems":
      return limit === 1
        ? { predicate: "not be empty" }
        : size("at least", Number(limit), "item", value, hidden);
    case "maxItems":
      return size("at most", Number(limit), "item", value, hidden);
    case "items":
    case "unevaluatedItems":
      return size("at most", schema.prefixItems?.length ?? 0, "item", value, hidden);
    case "minProperties":
      return limit === 1
        ? { predicate: "not be empty" }
        : size("at least", Number(limit), "field", value, hidden);
    case "maxProperties":
      return size("at most", Number(limit), "field", value, hidden);
    case "uniqueItems":
      return { predicate: "not have the same item twice", got: `equal items at ${indices?.join(" and ")}` };
    case "contains":
      return { predicate: containsPhrase(schema.contains, Number(schema.minContains ?? 1)) };
    case "maxContains":
      return { predicate: `have at most ${countOf(Number(limit), "item")} of its special kind` };
    case "not":
      return { predicate: notPhrase(schema.not) };
    case "oneOf":
      return { predicate: "fit exactly one of its possible forms", got: fittingForms(schema.oneOf, indices) };
    case "false":
      return { predicate: "not be there" };
    default:
      return { predicate: `satisfy ${quotedValue(keyword)}` };
  }
}

/** The schema's own words for its pattern, as editors show them, where they fit after "x". */
function patternPhrase(schema: JsonSchemaObject, value: unknown, hidden: boolean): Phrase {
  const { pattern, patternErrorMessage: words } = schema;
  if (typeof words !== "string" || !words.startsWith("must ")) {
    return { predicate: `match the pattern ${printable(String(pattern))}` };
  }
  const predicate = printable(words.slice("must ".length));
  return hidden ? { predicate } : { predicate, got: quotedValue(value) };
}

function shown(value: unknown, hidden: boolean): { got?: string } {
  return hidden ? {} : { got: plainValue(value) };
}

function length(value: unknown, hidden: boolean): { got?: string } {
  return hidden || typeof value !== "string" ? {} : { got: String(countCharacters(value)) };
}

function size(relation: string, limit: number, noun: string, value: unknown, hidden: boolean): Phrase {
  const count = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
  return { predicate: `have ${relation} ${countOf(limit, noun)}`, ...(hidden ? {} : { got: String(count) }) };
}

function containsPhrase(schema: unknown, least: number): string {
  if (isObject(schema) && Object.hasOwn(schema, "const") && least === 1)
    return `contain ${quotedValue(schema.const)}`;
  if (isObject(schema) && Array.isArray(schema.enum)) {
    return `contain at least ${least === 1 ? "one" : least} of: ${listValues(schema.enum)}`;
  }
  return `have at least ${countOf(least, "item")} of the required kind`;
}

function notPhrase(schema: unknown): string {
  if (!isObject(schema)) return "not be there";
  if (Object.hasOwn(schema, "const")) return `not be ${quotedValue(schema.const)}`;
  if (Array.isArray(schema.enum)) return `not be one of: ${listValues(schema.enum)}`;
  if (
    Array.isArray(schema.required) &&
    Object.keys(schema).every((key) => key === "required" || key === "type")
  ) {
    const fields = schema.required.map(quotedValue);
    return fields.length === 1 ? `not have ${fields[0]}` : `not have ${fields.join(" and ")} together`;
  }
  if (typeof schema.pattern === "string") return `not match the pattern ${printable(schema.pattern)}`;
  if (schema.type !== undefined)
    return `not be ${anyOfWords([schema.type].flat().map((type) => expectedType(String(type))))}`;
  return "not be like this";
}

function fittingForms(
  branches: readonly unknown[] | undefined,
  indices: readonly number[] | undefined,
): string {
  const names = (indices ?? []).map((index) => {
    const branch = branches?.[index];
    return isObject(branch) && typeof branch.title === "string"
      ? quotedValue(branch.title)
      : `form ${index + 1}`;
  });
  return names.join(" and ");
}
