import { closest } from "../diagnostics/suggest.js";
import { quote } from "../errors/quote.js";
import { toPointer } from "../source/json-pointer.js";
import type { ConfigIssue } from "./checker.js";
import { declaredFields } from "./declared-fields.js";
import type { Wording } from "./describe-failures.js";
import { isPresent } from "./evaluate-object.js";
import { findMistakes } from "./find-mistakes.js";
import type { Finding, MissingAnyFinding, MissingFinding, NameFinding, UnknownFinding } from "./finding.js";
import { inPlaceSchemas } from "./in-place-schemas.js";
import { isObject } from "./json-value.js";
import { childSchemas } from "./schema-walker.js";
import { phraseOfAlternatives } from "./value-phrases.js";
import { anyOfWords, listValues } from "./value-words.js";

/** The issues about fields as such: unknown, missing, badly named. Findings that another one explains get none. */
export function describeFieldFindings(
  findings: readonly Finding[],
  wording: Wording,
): Map<Finding, ConfigIssue[]> {
  const issues = new Map<Finding, ConfigIssue[]>();
  const explained = new Set<MissingFinding>();
  const missingAt = new Map<string, MissingFinding[]>();
  for (const finding of findings) {
    if (finding.kind !== "missing") continue;
    const place = toPointer(finding.path);
    missingAt.set(place, [...(missingAt.get(place) ?? []), finding]);
  }
  for (const finding of findings) {
    if (finding.kind !== "unknown") continue;
    const missing = (missingAt.get(toPointer(finding.path)) ?? []).filter((other) => !explained.has(other));
    const misspelt = nearField(
      finding.field,
      missing.map(({ field }) => field),
    );
    const pair = missing.find(({ field }) => field === misspelt);
    if (pair !== undefined) explained.add(pair);
    issues.set(finding, [describeUnknown(finding, pair, wording)]);
  }
  for (const finding of findings) {
    if (finding.kind === "missing" && !explained.has(finding)) {
      issues.set(finding, [describeMissing(finding, wording)]);
    } else if (finding.kind === "missing-any") {
      issues.set(finding, [describeMissingAny(finding, wording)]);
    } else if (finding.kind === "name") {
      issues.set(finding, [describeName(finding, wording)]);
    }
  }
  return issues;
}

/** The field that a misspelt name most likely meant; letter case, `_` and `-` make no difference. */
function nearField(name: string, fields: readonly string[]): string | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_]/g, "");
  const same = fields.filter((field) => plain(field) === plain(name));
  if (same.length === 1) return same[0];
  // Of a single letter every other one is as near as the next.
  return name.length > 1 ? closest(name, fields) : undefined;
}

function describeUnknown(
  { path, field, schema, value }: UnknownFinding,
  pair: MissingFinding | undefined,
  wording: Wording,
): ConfigIssue {
  const { root, secrets, context } = wording;
  const place = secrets.visible(path);
  if (secrets.secretAbove(path) !== undefined) {
    const message = `${wording.place(place)} has a field that is not allowed`;
    const hint = pair === undefined ? {} : { hint: `${quote(pair.field)} is required and missing` };
    return { code: "unknown-field", message, path: place, target: "key", ...hint };
  }
  const names = [...declaredFields(root, schema).names];
  const found = { code: "unknown-field", path: [...path, field], target: "key" } as const;
  if (names.includes(field)) {
    // Declared, but only by a part of the schema that does not apply here.
    const message = `${wording.place([...path, field])} is not allowed together with the other settings`;
    return { ...found, message };
  }
  const absent = isObject(value) ? names.filter((name) => !isPresent(value, name)) : names;
  const meant = pair?.field ?? nearField(field, absent);
  const message = `unknown field ${quote(field)} in ${wording.place(path)}`;
  if (meant !== undefined) {
    const hint = pair === undefined ? {} : { hint: `${quote(meant)} is required and missing` };
    return { ...found, message: `${message}; did you mean ${quote(meant)}?`, replacement: meant, ...hint };
  }
  const owner = path.length === 0 ? context.fieldOwner?.(field) : undefined;
  if (owner !== undefined) {
    const other = context.provider === undefined ? "" : `, not of ${context.provider}`;
    return { ...found, message, hint: `${quote(field)} is a setting of ${owner}${other}` };
  }
  const hint = names.length === 0 ? "no fields are allowed there" : `allowed fields: ${listValues(names)}`;
  return { ...found, message, hint };
}

function describeMissing(finding: MissingFinding, wording: Wording): ConfigIssue {
  const { path, field, trigger } = finding;
  const place = wording.secrets.visible(path);
  const when = trigger ? ` when ${wording.place([...place, trigger])} is set` : "";
  const message = `${wording.place([...place, field])} is required${when}`;
  const hint = missingHint(finding, wording);
  return {
    code: "invalid-config",
    message,
    path: place,
    target: "key",
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Where else the field may come from, or what it can hold. */
function missingHint({ field, schema }: MissingFinding, { root }: Wording): string | undefined {
  const parents = inPlaceSchemas(root, schema, undefined, "none");
  const schemas = childSchemas(parents, field).flatMap((child) =>
    inPlaceSchemas(root, child, undefined, "none"),
  );
  const variable = schemas.map((part) => part["x-env"]).find((name) => typeof name === "string");
  if (variable !== undefined) return `it can also come from the environment variable ${variable}`;
  const values = schemas.find((part) => Array.isArray(part.enum))?.enum;
  return values === undefined ? undefined : `allowed values: ${listValues(values)}`;
}

function describeMissingAny({ path, groups }: MissingAnyFinding, wording: Wording): ConfigIssue {
  const place = wording.secrets.visible(path);
  const choices = groups.map((group) => group.map(quote).join(" and "));
  const message = `${wording.place(place)} must have ${anyOfWords(choices)}`;
  return { code: "invalid-config", message, path: place, target: "key" };
}

function describeName({ path, field, reasons }: NameFinding, wording: Wording): ConfigIssue {
  const { secrets } = wording;
  const place = secrets.visible(path);
  const hidden = secrets.secretAbove(path) !== undefined;
  const reason = findMistakes(wording.root, reasons).find((finding) => finding.kind === "value");
  const { predicate } = phraseOfAlternatives(reason?.alternatives ?? [], hidden);
  const name = hidden ? "a field name" : `the field name ${quote(field)}`;
  return {
    code: "invalid-config",
    message: `${name} in ${wording.place(place)} must ${predicate}`,
    path: hidden ? place : [...path, field],
    target: "key",
  };
}
