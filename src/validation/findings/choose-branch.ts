import type { JsonSchema } from "../../contract/json-schema.js";
import type { Failure } from "../failure.js";
import { isObject, jsonTypeOf } from "../json-value.js";
import { declaredFields } from "../schemas/declared-fields.js";
import { findTag } from "./branch-tag.js";
import type { Finding, UnknownFinding } from "./finding.js";

/** A branch of a union, with what is wrong in it. */
interface Branch {
  readonly schema: JsonSchema;
  readonly failures: readonly Failure[];
}

/**
 * Finds the mistakes of a value that fits no branch of a union, as if it had been checked with the branch that was
 * meant alone: the one of the value's type, then the one whose tag the value has, then the one with the least to mend.
 */
export function chooseBranch(
  root: JsonSchema,
  union: Failure,
  findMistakes: (failures: readonly Failure[]) => Finding[],
): Finding[] {
  const { path, value } = union;
  const branches = branchesOf(union);
  const ofType = branches.filter((branch) => !hasOtherType(branch, union));
  if (ofType.length === 0) return [{ kind: "value", path, alternatives: topFailures(branches, union) }];
  const tops = topFailures(ofType, union);
  if (
    tops.length === ofType.length &&
    ofType.every(({ failures }) => atPath(failures, union).length === failures.length)
  ) {
    // Every branch refuses the value itself, so the alternatives can be named, those for other types too.
    const fixed = tops.every((failure) => failure.keyword === "const" || failure.keyword === "enum");
    return [{ kind: "value", path, alternatives: fixed ? topFailures(branches, union) : tops }];
  }
  const { meant, findings } = isObject(value) ? byTag(root, union, ofType, value) : { meant: ofType };
  if (findings === undefined) return easiest(root, union, meant, findMistakes);
  return [...findings, ...unknownInAll(union, meant, findMistakes)];
}

/** The branches; a branch that is nothing but a union of its own counts as that union's branches. */
function branchesOf(union: Failure): Branch[] {
  const list = (union.schema[union.keyword] ?? []) as readonly JsonSchema[];
  return (union.branches ?? []).flatMap((failures, index): Branch[] => {
    const [only] = failures;
    const nested = failures.length === 1 && only?.branches !== undefined && only.field === undefined;
    if (nested && only.path.length === union.path.length) return branchesOf(only);
    return [{ schema: list[index] ?? true, failures }];
  });
}

/** The failures of a branch that are about the value itself. */
function atPath(failures: readonly Failure[], union: Failure): Failure[] {
  return failures.filter(
    ({ path, field, keyword }) =>
      path.length === union.path.length && field === undefined && keyword !== "anyOf" && keyword !== "oneOf",
  );
}

/** Whether a branch is for values of another type: by `type`, or because all the values it allows have another type. */
function hasOtherType(branch: Branch, union: Failure): boolean {
  return atPath(branch.failures, union).some(({ keyword, schema, value }) => {
    if (keyword === "type" || keyword === "false") return true;
    if (keyword !== "const" && keyword !== "enum") return false;
    const allowed = keyword === "const" ? [schema.const] : (schema.enum ?? []);
    return !allowed.some((item) => jsonTypeOf(item) === jsonTypeOf(value));
  });
}

/** Of each branch the failure that says most about which values it takes. */
function topFailures(branches: readonly Branch[], union: Failure): Failure[] {
  return branches.flatMap(({ failures }) => {
    const tops = atPath(failures, union);
    const best =
      tops.find(({ keyword }) => keyword === "const" || keyword === "enum") ??
      tops.find(({ keyword }) => keyword === "type") ??
      tops.find(({ keyword }) => keyword !== "false");
    return best === undefined ? [] : [best];
  });
}

/** The branches that the value may mean by its tag; findings about the tag where it is missing or unknown. */
interface Meant {
  readonly meant: readonly Branch[];
  readonly findings?: readonly Finding[];
}

function byTag(
  root: JsonSchema,
  union: Failure,
  branches: readonly Branch[],
  value: { readonly [key: string]: unknown },
): Meant {
  if (branches.length < 2) return { meant: branches };
  const tag = findTag(
    root,
    branches.map(({ schema }) => schema),
  );
  if (tag === undefined) return { meant: branches };
  const { field, values } = tag;
  const schema = { enum: [...new Set(values.flat())] };
  if (!Object.hasOwn(value, field)) {
    const required = branches.every(({ failures }) =>
      failures.some((failure) => failure.keyword === "required" && failure.field === field),
    );
    if (!required) return { meant: branches };
    const properties = { [field]: schema };
    const missing: Finding = { kind: "missing", path: union.path, field, schema: { properties }, value };
    return { meant: branches, findings: [missing] };
  }
  const named = branches.filter((_, index) => values[index]?.includes(value[field]));
  if (named.length > 0) return { meant: named };
  const failure: Failure = { path: [...union.path, field], keyword: "enum", schema, value: value[field] };
  return { meant: [], findings: [{ kind: "value", path: failure.path, alternatives: [failure] }] };
}

/** Fields that no branch knows are unknown whichever was meant; one of them may be the tag, misspelt. */
function unknownInAll(
  { path, schema }: Failure,
  branches: readonly Branch[],
  findMistakes: (failures: readonly Failure[]) => Finding[],
): Finding[] {
  const [first = [], ...others] = branches.map(({ failures }) =>
    findMistakes(failures).filter(
      (finding): finding is UnknownFinding =>
        finding.kind === "unknown" && finding.path.length === path.length,
    ),
  );
  const shared = first.filter(({ field }) =>
    others.every((findings) => findings.some((finding) => finding.field === field)),
  );
  return shared.map((finding) => ({ ...finding, schema }));
}

function easiest(
  root: JsonSchema,
  union: Failure,
  branches: readonly Branch[],
  findMistakes: (failures: readonly Failure[]) => Finding[],
): Finding[] {
  const rated = branches.map((branch) => {
    const findings = findMistakes(branch.failures);
    return { findings, cost: costOf(findings), known: knownFields(root, branch.schema, union.value) };
  });
  const groups = rated.map(({ findings }) =>
    findings.flatMap((finding) =>
      finding.kind === "missing" && finding.path.length === union.path.length ? [finding.field] : [],
    ),
  );
  const onlyMissing = rated.every(({ findings }, index) => findings.length === groups[index]?.length);
  if (onlyMissing && rated.length > 1) {
    const distinct = new Map(groups.map((group) => [JSON.stringify([...group].sort()), group]));
    if (distinct.size > 1) return [{ kind: "missing-any", path: union.path, groups: [...distinct.values()] }];
  }
  const [best] = rated.sort((a, b) => a.cost - b.cost || b.known - a.known);
  return best?.findings ?? [];
}

function costOf(findings: readonly Finding[]): number {
  // A wrong value sits in the right place; an unknown or missing field speaks against the branch as a whole.
  return findings.reduce((sum, finding) => sum + (finding.kind === "value" ? 1 : 2), 0);
}

function knownFields(root: JsonSchema, schema: JsonSchema, value: unknown): number {
  if (!isObject(value)) return 0;
  const { names } = declaredFields(root, schema);
  return Object.keys(value).filter((field) => names.has(field)).length;
}
