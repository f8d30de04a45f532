import type { JsonSchema } from "../../contract/json-schema.js";
import { misspellingsOf } from "../../diagnostics/misspelling.js";
import { toPointer } from "../../source/json-pointer.js";
import type { Failure } from "../failure.js";
import { conditionFields } from "../schemas/condition-fields.js";
import { declaredFields } from "../schemas/declared-fields.js";
import { chooseBranch } from "./choose-branch.js";
import type { Finding, UnknownFinding, ValueFinding } from "./finding.js";

/** Turns failed keywords into mistakes: unions come down to the branch that was meant, consequences are left out. */
export function findMistakes(root: JsonSchema, failures: readonly Failure[]): Finding[] {
  // Branches of a union may share what they are made of, down to the leaves.
  const known = new Map<readonly Failure[], Finding[]>();
  const find = (list: readonly Failure[]): Finding[] => {
    let findings = known.get(list);
    if (findings === undefined) {
      const all = list.flatMap((failure) => findingsOf(root, failure, find));
      findings = withoutConsequences(root, mergeValues(withoutTwins(all)));
      known.set(list, findings);
    }
    return findings;
  };
  return find(failures);
}

function findingsOf(
  root: JsonSchema,
  failure: Failure,
  find: (failures: readonly Failure[]) => Finding[],
): Finding[] {
  const { keyword, path, field, schema, value } = failure;
  if ((keyword === "anyOf" || keyword === "oneOf") && failure.branches !== undefined) {
    return chooseBranch(root, failure, find);
  }
  if (field === undefined) return [{ kind: "value", path, alternatives: [failure] }];
  switch (keyword) {
    case "required":
      return [{ kind: "missing", path, field, schema, value }];
    case "dependentRequired":
      return [{ kind: "missing", path, field, schema, value, trigger: failure.trigger ?? "" }];
    case "propertyNames":
      return [{ kind: "name", path, field, reasons: failure.branches?.[0] ?? [] }];
    default:
      return [{ kind: "unknown", path, field, schema, value }];
  }
}

/** The same field may be missing or unknown by several schemas. */
function withoutTwins(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    if (finding.kind === "value" || finding.kind === "missing-any") return true;
    const key = JSON.stringify([finding.kind, finding.path, finding.field]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Keywords that say what sort of value is wanted; where one of them fails, the others have nothing to add. */
const decisive: readonly string[] = ["enum", "const", "type", "false"];

/** A value with several failed keywords is one mistake; the keyword that says most stands for all. */
function mergeValues(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, ValueFinding>();
  const rank = (finding: ValueFinding): number => {
    const ranks = finding.alternatives.map(({ keyword }) => decisive.indexOf(keyword));
    return Math.min(...ranks.map((place) => (place < 0 ? decisive.length : place)));
  };
  for (const finding of findings) {
    if (finding.kind !== "value") continue;
    const key = toPointer(finding.path);
    const earlier = merged.get(key);
    if (earlier === undefined || rank(finding) < rank(earlier)) merged.set(key, finding);
  }
  return findings.filter(
    (finding) => finding.kind !== "value" || merged.get(toPointer(finding.path)) === finding,
  );
}

/**
 * `unevaluatedProperties` also complains of the fields of a part that failed for another reason, or that does not apply
 * because a condition looks at a field which is missing or misspelt. Where the field is declared, and there is such a
 * reason, the complaint says nothing new.
 */
function withoutConsequences(root: JsonSchema, findings: readonly Finding[]): Finding[] {
  const isConsequence = (finding: Finding): finding is UnknownFinding =>
    finding.kind === "unknown" &&
    finding.schema.unevaluatedProperties === false &&
    declaredFields(root, finding.schema).names.has(finding.field);
  const causes = findings.filter((finding) => !isConsequence(finding));
  return findings.filter(
    (finding) =>
      !isConsequence(finding) ||
      !causes.some(
        (cause) =>
          finding.path.every((key, index) => cause.path[index] === key) && mayCause(root, cause, finding),
      ),
  );
}

/** Whether a mistake may have kept a part from applying; that of the closed object itself is none of a part. */
function mayCause(root: JsonSchema, cause: Finding, { path, schema }: UnknownFinding): boolean {
  if (cause.path.length > path.length || (cause.kind !== "unknown" && cause.kind !== "missing")) return true;
  if (cause.schema !== schema) return true;
  const { kind, field } = cause;
  return [...conditionFields(root, schema)].some((name) =>
    kind === "missing" ? name === field : misspellingsOf(name)(field),
  );
}
