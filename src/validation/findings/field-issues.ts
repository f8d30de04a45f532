import { misspellingsOf } from "../../diagnostics/misspelling.js";
import { closest } from "../../diagnostics/suggest.js";
import { quote } from "../../errors/quote.js";
import { toPointer } from "../../source/json-pointer.js";
import type { ConfigIssue } from "../checker.js";
import { isPresent } from "../evaluation/evaluate-object.js";
import { isObject } from "../json-value.js";
import { declaredFields } from "../schemas/declared-fields.js";
import { inPlaceSchemas } from "../schemas/in-place-schemas.js";
import { childSchemas } from "../schemas/schema-walker.js";
import type { Wording } from "./describe-failures.js";
import { findMistakes } from "./find-mistakes.js";
import type { Finding, MissingAnyFinding, MissingFinding, NameFinding, UnknownFinding } from "./finding.js";
import { phraseOfAlternatives } from "./value-phrases.js";
import { anyOfWords, listValues } from "./value-words.js";

/** The issues about fields as such: unknown, missing, badly named. Findings that another one explains get none. */
export function describeFieldFindings(
  findings: readonly Finding[],
  wording: Wording,
): Map<Finding, ConfigIssue[]> {
  const issues = new Map<Finding, ConfigIssue[]>();
  const lackedBy = lackingFields(findings, wording);
  const explained: ReadonlySet<Finding> = new Set([...lackedBy.values()].flat());
  for (const finding of findings) {
    if (explained.has(finding)) continue;
    if (finding.kind === "unknown") {
      issues.set(finding, [describeUnknown(finding, lackedBy.get(finding) ?? [], wording)]);
    } else if (finding.kind === "missing") {
      issues.set(finding, [describeMissing(finding, wording)]);
    } else if (finding.kind === "missing-any") {
      issues.set(finding, [describeMissingAny(finding, wording)]);
    } else if (finding.kind === "name") {
      issues.set(finding, [describeName(finding, wording)]);
    }
  }
  return issues;
}

type Lacking = MissingFinding | MissingAnyFinding;

/**
 * What each unknown field of an object may be instead of: then both are one mistake, and told as one. Editors go by the
 * same rule.
 */
function lackingFields(
  findings: readonly Finding[],
  { root }: Wording,
): ReadonlyMap<Finding, readonly Lacking[]> {
  const lackingAt = new Map<string, Lacking[]>();
  for (const finding of findings) {
    if (finding.kind !== "missing" && finding.kind !== "missing-any") continue;
    const place = toPointer(finding.path);
    lackingAt.set(place, [...(lackingAt.get(place) ?? []), finding]);
  }
  const tests = new Map<string, (word: string) => boolean>();
  const isMisspelling = (word: string, name: string): boolean => {
    const test = tests.get(name) ?? misspellingsOf(name);
    tests.set(name, test);
    return test(word);
  };
  const found = new Map<Finding, Lacking[]>();
  for (const finding of findings) {
    if (finding.kind !== "unknown") continue;
    const { field, path, schema } = finding;
    const lacking = (lackingAt.get(toPointer(path)) ?? []).filter((other) =>
      namesOf(other).some((name) => isMisspelling(field, name)),
    );
    // What some part of the schema knows is spelt well, if it does not belong here.
    if (lacking.length > 0 && !declaredFields(root, schema).names.has(field)) found.set(finding, lacking);
  }
  return found;
}

const namesOf = (lacking: Lacking): readonly string[] =>
  lacking.kind === "missing" ? [lacking.field] : lacking.groups.flat();

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
  lacking: readonly Lacking[],
  wording: Wording,
): ConfigIssue {
  const { root, secrets, context } = wording;
  const place = secrets.visible(path);
  if (secrets.secretAbove(path) !== undefined) {
    const message = `${wording.place(place)} has a field that is not allowed`;
    return { code: "unknown-field", message, path: place, target: "key", ...lackingHint(lacking, wording) };
  }
  const names = [...declaredFields(root, schema).names];
  const found = { code: "unknown-field", path: [...path, field], target: "key" } as const;
  if (names.includes(field)) {
    // Declared, but only by a part of the schema that does not apply here.
    const message = `${wording.place([...path, field])} is not allowed together with the other settings`;
    return { ...found, message };
  }
  const absent = isObject(value) ? names.filter((name) => !isPresent(value, name)) : names;
  const [lacked, ...others] = lacking.flatMap(namesOf);
  const meant =
    lacked === undefined
      ? nearField(field, absent)
      : others.length === 0
        ? lacked
        : nearField(field, [lacked, ...others]);
  const message = `unknown field ${quote(field)} in ${wording.place(path)}`;
  if (meant !== undefined) {
    const hint = lackingHint(lacking, wording);
    return { ...found, message: `${message}; did you mean ${quote(meant)}?`, replacement: meant, ...hint };
  }
  if (lacking.length > 0) return { ...found, message, ...lackingHint(lacking, wording) };
  const owner = path.length === 0 ? context.fieldOwner?.(field) : undefined;
  if (owner !== undefined) {
    const other = context.provider === undefined ? "" : `, not of ${context.provider}`;
    return { ...found, message, hint: `${quote(field)} is a setting of ${owner}${other}` };
  }
  // Everybody may name the schema; nobody who misspells a field means that.
  const allowed = names.filter((name) => name !== "$schema");
  const hint =
    allowed.length === 0 ? "no fields are allowed there" : `allowed fields: ${listValues(allowed)}`;
  return { ...found, message, hint };
}

/** What an object lacks, said beside a field that may be instead of it. */
function lackingHint(lacking: readonly Lacking[], wording: Wording): { hint?: string } {
  const missing = lacking.filter((finding) => finding.kind === "missing").map(({ field }) => quote(field));
  const verb = missing.length === 1 ? "is" : "are";
  const hints = [
    ...(missing.length > 0 ? [`${missing.join(" and ")} ${verb} required and missing`] : []),
    ...lacking
      .filter((finding) => finding.kind === "missing-any")
      .map((finding) => describeMissingAny(finding, wording).message),
  ];
  return hints.length === 0 ? {} : { hint: hints.join("; ") };
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
  const parents = inPlaceSchemas(root, [schema], undefined, "none");
  const schemas = inPlaceSchemas(root, childSchemas(parents, field), undefined, "none");
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
