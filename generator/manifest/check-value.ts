import type { JsonSchema } from "../../src/contract/json-schema.js";
import { type DocumentPath, toDottedPath, toPointer } from "../../src/source/json-pointer.js";
import type { RangeTarget } from "../../src/source/source-document.js";
import type { ConfigIssue } from "../../src/validation/checker.js";
import { evaluateSchema } from "../../src/validation/evaluation/evaluate-schema.js";
import type { Failure } from "../../src/validation/failure.js";
import { describeFailures } from "../../src/validation/findings/describe-failures.js";
import { countParts, withinTime } from "./within-time.js";

/** One way in which a value breaks its schema, in words. */
export interface ValueFault {
  readonly isUnknownField: boolean;
  readonly message: string;
  /** Relative to the checked value. */
  readonly path: DocumentPath;
  readonly target: RangeTarget;
  readonly hint?: string | undefined;
}

export interface CheckValueOptions {
  /** How the checked value is called in messages: its path, as in `capabilities`. */
  readonly at: DocumentPath;
  /** How it is called when `at` is empty. */
  readonly title?: string;
  /** Leaves out what another check reports. */
  readonly ignore?: (failure: Failure) => boolean;
}

/**
 * Checks a value against a self-contained schema: one fault for each mistake, in the words that config documents
 * get, too. Nothing is compiled, so that checking a few values costs little.
 */
export function checkValue(schema: JsonSchema, value: unknown, options: CheckValueOptions): ValueFault[] {
  const { at, title, ignore } = options;
  const evaluated = withinTime(() => evaluateSchema(schema, schema, value).failures, countParts(value));
  if (evaluated === undefined) return [neverChecked(options)];
  const all = evaluated.result;
  const failures = ignore === undefined ? all : all.filter((failure) => !ignore(failure));
  const context = { at, ...(title === undefined ? {} : { title }) };
  return describeFailures(schema, value, failures, context).map((issue) => ({
    isUnknownField: issue.code === "unknown-field",
    message: ownWords(failures, issue, at) ?? issue.message,
    path: issue.path,
    target: issue.target,
    hint: issue.hint,
  }));
}

function neverChecked({ at, title }: CheckValueOptions): ValueFault {
  const subject = toDottedPath(at) || (title ?? "the value");
  return {
    isUnknownField: false,
    message: `${subject} cannot be checked in any reasonable time`,
    path: [],
    target: "value",
    hint: "a pattern in its schema tries too many ways; write it without nested repetition",
  };
}

/** What a schema itself says about a text that does not match its pattern. */
function ownWords(failures: readonly Failure[], issue: ConfigIssue, at: DocumentPath): string | undefined {
  const pointer = toPointer(issue.path);
  for (const { keyword, path, field, schema, branches } of failures) {
    const place = field === undefined ? path : [...path, field];
    if (toPointer(place) !== pointer) continue;
    const name = keyword === "propertyNames" ? branches?.[0]?.[0] : undefined;
    const pattern = name ?? (keyword === "pattern" ? { schema } : undefined);
    const words = pattern?.schema.patternErrorMessage;
    if (typeof words !== "string") continue;
    return name === undefined
      ? `${toDottedPath([...at, ...path])} ${words}`
      : `${JSON.stringify(field)} in ${toDottedPath([...at, ...path])} ${words}`;
  }
  return undefined;
}
