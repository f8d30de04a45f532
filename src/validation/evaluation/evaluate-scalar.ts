import type { JsonSchemaObject } from "../../contract/json-schema.js";
import { hasFormat } from "../formats/formats.js";
import { equalJson, hasJsonType } from "../json-value.js";
import { isMultipleOf } from "./multiple-of.js";

/** The keywords about the value itself that it does not satisfy. */
export function failedScalarKeywords(schema: JsonSchemaObject, value: unknown): string[] {
  const failed: string[] = [];
  if (schema.type !== undefined && ![schema.type].flat().some((type) => hasJsonType(value, type))) {
    failed.push("type");
  }
  if (Array.isArray(schema.enum) && !schema.enum.some((allowed) => equalJson(allowed, value)))
    failed.push("enum");
  if (Object.hasOwn(schema, "const") && !equalJson(schema.const, value)) failed.push("const");
  if (typeof value === "string") failed.push(...failedStringKeywords(schema, value));
  if (typeof value === "number" && Number.isFinite(value))
    failed.push(...failedNumberKeywords(schema, value));
  return failed;
}

function failedStringKeywords(schema: JsonSchemaObject, text: string): string[] {
  const failed: string[] = [];
  const { minLength, maxLength, pattern, format } = schema;
  if (typeof minLength === "number" || typeof maxLength === "number") {
    const length = countCharacters(text);
    if (typeof minLength === "number" && length < minLength) failed.push("minLength");
    if (typeof maxLength === "number" && length > maxLength) failed.push("maxLength");
  }
  if (typeof pattern === "string" && !matchesPattern(pattern, text)) failed.push("pattern");
  if (typeof format === "string" && hasFormat(format, text) === false) failed.push("format");
  return failed;
}

function failedNumberKeywords(schema: JsonSchemaObject, number: number): string[] {
  const failed: string[] = [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === "number" && number < minimum) failed.push("minimum");
  if (typeof maximum === "number" && number > maximum) failed.push("maximum");
  if (typeof exclusiveMinimum === "number" && number <= exclusiveMinimum) failed.push("exclusiveMinimum");
  if (typeof exclusiveMaximum === "number" && number >= exclusiveMaximum) failed.push("exclusiveMaximum");
  if (typeof multipleOf === "number" && !isMultipleOf(number, multipleOf)) failed.push("multipleOf");
  return failed;
}

/** The length that JSON Schema means: an emoji is one character. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const patterns = new Map<string, RegExp | undefined>();

/** Whether a text matches a `pattern`; one that is no regular expression matches everything, for want of a better answer. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!patterns.has(pattern)) {
    // Bounded, because schemas may come and go in a long-lived process.
    if (patterns.size >= 1000) patterns.clear();
    patterns.set(pattern, compilePattern(pattern));
  }
  return patterns.get(pattern)?.test(text) ?? true;
}

function compilePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
