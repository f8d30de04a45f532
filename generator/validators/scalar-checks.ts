import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { type FormatCheck, formats } from "../../src/validation/formats/formats.js";
import { hasJsonType } from "../../src/validation/json-value.js";
import { hasKeyword } from "../../src/validation/schema-keywords.js";
import { literal } from "../emit/code.js";
import { and, type Expression, or, plain } from "./expressions.js";
import { formatTests } from "./helpers/format-helpers.js";
import type { ScalarKeyword } from "./helpers/keyword-tests.js";
import { numberKeywords, textKeywords } from "./keyword-groups.js";
import type { ModuleText } from "./module-text.js";

/** What the checks of one value are written with. */
export interface ScalarContext {
  readonly module: ModuleText;
  /** Code that reads the schema. */
  readonly access: () => string;
  /** The variable that holds the value. */
  readonly value: string;
}

interface Check {
  readonly keyword: ScalarKeyword;
  readonly wrong: Expression;
}

/** The checks of the keywords about a value itself. */
export interface ScalarChecks {
  /** True where the value is wrong. */
  readonly wrong: Expression;
  /** The keywords that may be what is wrong. */
  readonly keywords: readonly ScalarKeyword[];
  /** Whether one of the values that are allowed is a list or an object. */
  readonly isStructured: boolean;
}

/** The checks of the keywords about a value itself as one expression; undefined when there is nothing to check. */
export function scalarChecks(schema: JsonSchemaObject, context: ScalarContext): ScalarChecks | undefined {
  const { module, value } = context;
  const type = typeCheck(schema, module, value);
  const choices = [...enumCheck(schema, context), ...constCheck(schema, context)];
  const texts = hasKeyword(schema, textKeywords) ? stringChecks(schema, context) : [];
  const numbers = hasKeyword(schema, numberKeywords) ? numberChecks(schema, context) : [];
  const all = [...type, ...choices, ...texts, ...numbers];
  if (all.length === 0) return undefined;
  const named = (checks: readonly Check[], guard: string, isKnown: boolean): Expression[] => {
    const wrong = checks.map((check) => check.wrong);
    // What follows the test of the type needs no test of its own.
    return isKnown || wrong.length === 0 ? wrong : [and(plain(guard), or(...wrong))];
  };
  const isNumber = schema.type === "number" || schema.type === "integer";
  return {
    wrong: or(
      ...(impliesType(schema) ? [] : type.map((check) => check.wrong)),
      ...choices.map((check) => check.wrong),
      ...named(texts, `typeof ${value} === "string"`, schema.type === "string"),
      ...named(numbers, `Number.isFinite(${value})`, isNumber),
    ),
    keywords: all.map(({ keyword }) => keyword),
    isStructured: !allowedValues(schema).every(isSimple),
  };
}

/** The values that `enum` and `const` allow. */
function allowedValues(schema: JsonSchemaObject): readonly unknown[] {
  return [...(schema.enum ?? []), ...(Object.hasOwn(schema, "const") ? [schema.const] : [])];
}

/** Whether all values that are allowed have the type that is asked for. */
function impliesType(schema: JsonSchemaObject): boolean {
  const types = [schema.type ?? []].flat();
  const fixed = Object.hasOwn(schema, "const") ? [schema.const] : schema.enum;
  return fixed?.every((value) => types.some((type) => hasJsonType(value, type))) ?? false;
}

/** An expression that is true when the value does not have the type; several types are alternatives. */
export function wrongType(types: readonly string[], module: ModuleText, value: string): Expression {
  const distinct = types.includes("number") ? types.filter((type) => type !== "integer") : types;
  return and(...distinct.map((type) => plain(wrongSingleType(type, module, value))));
}

function wrongSingleType(type: string, module: ModuleText, value: string): string {
  switch (type) {
    case "array":
      return `!Array.isArray(${value})`;
    case "object":
      return `!${module.helper("isObject")}(${value})`;
    case "null":
      return `${value} !== null`;
    case "integer":
      return `!Number.isInteger(${value})`;
    case "number":
      return `!Number.isFinite(${value})`;
    default:
      return `typeof ${value} !== "${type}"`;
  }
}

function typeCheck(schema: JsonSchemaObject, module: ModuleText, value: string): Check[] {
  if (schema.type === undefined) return [];
  return [{ keyword: "type", wrong: wrongType([schema.type].flat(), module, value) }];
}

const isSimple = (value: unknown): boolean => typeof value !== "object" || value === null;
/** More values than that are looked up. */
const mostCompared = 8;

function enumCheck({ enum: allowed }: JsonSchemaObject, context: ScalarContext): Check[] {
  if (allowed === undefined) return [];
  return [{ keyword: "enum", wrong: notAmong(allowed, context) }];
}

function notAmong(allowed: readonly unknown[], { module, access, value }: ScalarContext): Expression {
  if (!allowed.every(isSimple)) return plain(`!${module.helper("isOneOf")}(${value}, ${access()}.enum)`);
  if (allowed.length > mostCompared) {
    return plain(`!${module.value("allowed", `new Set(${access()}.enum)`)}.has(${value})`);
  }
  return and(...allowed.map((item) => plain(`${value} !== ${literal(item)}`)));
}

function constCheck(schema: JsonSchemaObject, { module, access, value }: ScalarContext): Check[] {
  if (!Object.hasOwn(schema, "const")) return [];
  const wrong = isSimple(schema.const)
    ? `${value} !== ${literal(schema.const)}`
    : `!${module.helper("isEqual")}(${value}, ${access()}.const)`;
  return [{ keyword: "const", wrong: plain(wrong) }];
}

function stringChecks(schema: JsonSchemaObject, { module, value }: ScalarContext): Check[] {
  const { minLength, maxLength, pattern, format } = schema;
  const checks: Check[] = [];
  const add = (keyword: ScalarKeyword, ...tests: readonly string[]): void => {
    checks.push({ keyword, wrong: and(...tests.map(plain)) });
  };
  const count = (): string => `${module.helper("characters")}(${value})`;
  // A text has at least half as many characters as units, and at most as many: counting is seldom needed.
  if (minLength === 1) add("minLength", `${value} === ""`);
  else if (typeof minLength === "number" && minLength > 0) {
    add("minLength", `${value}.length < ${minLength * 2}`, `${count()} < ${minLength}`);
  }
  if (maxLength === 0) add("maxLength", `${value} !== ""`);
  else if (typeof maxLength === "number") {
    add("maxLength", `${value}.length > ${maxLength}`, `${count()} > ${maxLength}`);
  }
  if (typeof pattern === "string") add("pattern", `!${module.pattern(pattern)}.test(${value})`);
  const check = typeof format === "string" ? formatCheck(format) : undefined;
  if (check !== undefined) add("format", `!${formatTest(module, String(format), check)}(${value})`);
  return checks;
}

/** How a format is checked; undefined for one that is an annotation. */
function formatCheck(format: string): FormatCheck | undefined {
  return Object.hasOwn(formats, format) ? formats[format] : undefined;
}

/** Whether a format can be written into a validator. */
export function isWritableFormat(format: string): boolean {
  return formatTests.has(format) || typeof formatCheck(format) !== "function";
}

function formatTest(module: ModuleText, format: string, check: FormatCheck): string {
  const helper = formatTests.get(format);
  const code =
    helper === undefined ? String(check).replaceAll("</", "<\\/") : `{ test: ${module.helper(helper)} }`;
  return `${module.format(format, code)}.test`;
}

const limits = [
  ["minimum", "<"],
  ["maximum", ">"],
  ["exclusiveMinimum", "<="],
  ["exclusiveMaximum", ">="],
] as const;

function numberChecks(schema: JsonSchemaObject, { module, value }: ScalarContext): Check[] {
  const checks: Check[] = [];
  for (const [keyword, operator] of limits) {
    const limit = schema[keyword];
    if (typeof limit === "number") checks.push({ keyword, wrong: plain(`${value} ${operator} ${limit}`) });
  }
  const { multipleOf } = schema;
  if (typeof multipleOf === "number") {
    const helper = `!${module.helper("isMultiple")}(${value}, ${multipleOf})`;
    const quick = `Number.isSafeInteger(${value}) ? ${value} % ${multipleOf} !== 0 : ${helper}`;
    checks.push({
      keyword: "multipleOf",
      wrong: plain(Number.isSafeInteger(multipleOf) ? `(${quick})` : helper),
    });
  }
  return checks;
}
