import type { JsonSchema } from "../../contract/json-schema.js";
import { printable } from "../../errors/quote.js";
import { type DocumentPath, toDottedPath } from "../../source/json-pointer.js";
import type { CheckResult, ConfigIssue, IssueContext } from "../checker.js";
import type { Failure } from "../failure.js";
import { schemasAt } from "../schemas/schema-walker.js";
import { SecretPlaces } from "../schemas/secret-places.js";
import { describeFieldFindings } from "./field-issues.js";
import { findMistakes } from "./find-mistakes.js";
import type { ValueFinding } from "./finding.js";
import { valueHint } from "./value-hints.js";
import { phraseOfAlternatives } from "./value-phrases.js";

/** What the words for an issue depend on. */
export interface Wording {
  readonly root: JsonSchema;
  /** The whole checked value. */
  readonly value: unknown;
  readonly secrets: SecretPlaces;
  readonly context: IssueContext;
  /** A path as the user reads it, from the top of the document. */
  place(path: DocumentPath): string;
}

/**
 * Puts what fails into words: one issue for each mistake. `value` is the whole checked value, `schema` its schema.
 * Nothing of a secret gets into an issue.
 */
export function describeFailures(
  schema: JsonSchema,
  value: unknown,
  failures: readonly Failure[],
  context: IssueContext,
): readonly ConfigIssue[] {
  return describeMost(schema, value, failures, context).issues;
}

/** The same, and how many mistakes are left out where there are more than the context wants. */
export function describeMost(
  schema: JsonSchema,
  value: unknown,
  failures: readonly Failure[],
  context: IssueContext,
): Pick<CheckResult, "issues" | "omitted"> {
  const wording: Wording = {
    root: schema,
    value,
    secrets: new SecretPlaces(schema, value),
    context,
    place: (path) => toDottedPath([...context.at, ...path]) || (context.title ?? "the config"),
  };
  const all = findMistakes(schema, failures);
  const findings = all.slice(0, context.most);
  const fieldIssues = describeFieldFindings(findings, wording);
  const issues = findings.flatMap((finding) =>
    finding.kind === "value" ? [describeValue(finding, wording)] : (fieldIssues.get(finding) ?? []),
  );
  const omitted = all.length - findings.length;
  return { issues: withoutRepeats(issues.map(onOneLine)), ...(omitted > 0 && { omitted }) };
}

function describeValue({ path, alternatives }: ValueFinding, wording: Wording): ConfigIssue {
  const { root, secrets } = wording;
  const hidden = secrets.hides(path);
  const shown = secrets.visible(path);
  const target = alternatives[0]?.value === null || alternatives[0]?.keyword === "false" ? "key" : "value";
  if (alternatives.every(({ keyword }) => keyword === "false")) {
    const message = `${wording.place(shown)} is not allowed here`;
    return { code: "invalid-config", message, path: shown, target };
  }
  if (isEmptyRequiredText(path, alternatives, wording)) {
    const message = `${wording.place(shown)} is required`;
    return { code: "invalid-config", message, path: shown, target, hint: "it must not be empty" };
  }
  const phrase = phraseOfAlternatives(alternatives, hidden);
  const got = phrase.got === undefined ? "" : `, got ${phrase.got}`;
  return {
    code: "invalid-config",
    message: `${wording.place(shown)} must ${phrase.predicate}${got}`,
    path: shown,
    target,
    // That nothing is there is no secret.
    ...(hidden && alternatives[0]?.value !== null ? {} : valueHint(root, alternatives)),
  };
}

/** Who writes `path: ""` where a path is required has left it out. */
function isEmptyRequiredText(
  path: DocumentPath,
  alternatives: readonly Failure[],
  { root, value }: Wording,
): boolean {
  const field = path.at(-1);
  const isEmpty = alternatives.every((failure) => failure.keyword === "minLength" && failure.value === "");
  if (!isEmpty || typeof field !== "string") return false;
  return schemasAt(root, value, path.slice(0, -1)).some(({ required }) => required?.includes(field));
}

function onOneLine(issue: ConfigIssue): ConfigIssue {
  const { hint } = issue;
  return {
    ...issue,
    message: printable(issue.message),
    ...(hint === undefined ? {} : { hint: printable(hint) }),
  };
}

function withoutRepeats(issues: readonly ConfigIssue[]): ConfigIssue[] {
  const seen = new Set<string>();
  return issues.filter(({ message }) => !seen.has(message) && seen.add(message));
}
