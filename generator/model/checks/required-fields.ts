import type { JsonSchemaObject } from "../../../src/contract/json-schema.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { closest } from "../../../src/diagnostics/suggest.js";
import { isObject } from "../../../src/validation/json-value.js";
import { composeConfig } from "../../../src/validation/schemas/compose-config.js";
import type { KindDraft, PlacementDraft } from "../../manifest/manifest-draft.js";
import { digestOf, isNotedSound, noteSound } from "../../memo.js";
import { declaredFieldPlaces } from "../../schema/applied-schemas.js";
import type { BundledSchema } from "../../schema/bundle-schema.js";
import {
  type Admits,
  type RefusedRequirement,
  refusedRequirements,
  rootRequirements,
} from "../../schema/refused-requirements.js";
import { type Analysis, type Check, schemaOf } from "../analysis.js";

/** What an object requires, it can have: otherwise nobody could write one. */
export const checkRequiredFields: Check = (analysis) => {
  const { findings, manifest } = analysis;
  // A selector or a place that is written wrong there is a field that would be called unknown here.
  const isWrong = ({ file, severity }: Diagnostic): boolean => file === manifest.file && severity === "error";
  if (!findings.sound && findings.list().some(isWrong)) return;
  checkDocument(analysis);
  for (const kind of analysis.draft.kinds) {
    const { config } = kind;
    if (config?.form === "inline") checkInline(analysis, kind, config);
    else checkKeyed(analysis, kind, config);
  }
};

function checkDocument(analysis: Analysis): void {
  const { document, kinds } = analysis.draft;
  const bundled = schemaOf(analysis, document?.schema);
  if (bundled === undefined) return;
  const places = kinds.flatMap(({ config }) => (config?.at === undefined ? [] : [config.at]));
  unlessSound(analysis, ["document", digestOfSchema(bundled), places], () =>
    checkAlone(analysis, bundled, inDocument(places), {}),
  );
}

/** In the keyed form, and without a place in the document, a provider's config is an object of its own. */
function checkKeyed(analysis: Analysis, kind: KindDraft, config: PlacementDraft | undefined): void {
  const shared = schemaOf(analysis, config?.shared);
  if (config !== undefined && shared !== undefined) {
    const beside = [config.selector, config.map ?? "providers"];
    unlessSound(analysis, ["shared", digestOfSchema(shared), beside], () =>
      checkAlone(analysis, shared, atRoot(beside), { kind: kind.id }),
    );
  }
  for (const { id, schema } of kind.providers) {
    const own = schemaOf(analysis, schema);
    if (own === undefined) continue;
    const owner = { kind: kind.id, provider: id };
    unlessSound(analysis, ["own", digestOfSchema(own)], () => checkAlone(analysis, own, () => false, owner));
  }
}

function checkInline(analysis: Analysis, kind: KindDraft, { selector, shared: draft }: PlacementDraft): void {
  const shared = schemaOf(analysis, draft);
  if (shared === undefined && draft !== undefined) return;
  if (shared !== undefined) {
    unlessSound(analysis, ["shared", digestOfSchema(shared)], () =>
      checkAlone(analysis, shared, atRoot(), { kind: kind.id }),
    );
  }
  for (const { id, schema } of kind.providers) {
    const own = schemaOf(analysis, schema);
    if (own === undefined && schema !== undefined) continue;
    const owner = { kind: kind.id, provider: id };
    const parts = { id, selector, own, shared };
    unlessSound(analysis, ["inline", digestOfSchema(own), digestOfSchema(shared), selector], () => {
      const within = own === undefined ? 0 : checkAlone(analysis, own, atRoot(), owner);
      return within + checkTogether(analysis, parts, owner);
    });
  }
}

interface Owner {
  readonly kind?: string;
  readonly provider?: string;
}

/** The fields of the object at the root that its schema need not know; all of them where none are given. */
function atRoot(names?: readonly string[]): Admits {
  return (at, name) => at.length === 0 && (names === undefined || names.includes(name));
}

/** The document has the fields on the way to the kinds' places, and may name its own schema. */
function inDocument(places: readonly (readonly string[])[]): Admits {
  const fits = (one: string, other: string): boolean => one === other || one === "*" || other === "*";
  return (at, name) =>
    (at.length === 0 && name === "$schema") ||
    places.some((place) => {
      const next = place[at.length];
      return (
        next !== undefined && fits(next, name) && at.every((field, index) => fits(field, place[index] ?? ""))
      );
    });
}

/** Runs a check that reports faults and says how many, unless nothing was wrong the last time with the same input. */
function unlessSound({ memo }: Analysis, input: readonly unknown[], countFaults: () => number): void {
  const question = { stage: "required/1", input };
  if (isNotedSound(memo, question)) return;
  if (countFaults() === 0) noteSound(memo, question);
}

function digestOfSchema(bundled: BundledSchema | undefined): string | undefined {
  return bundled && (bundled.digest ?? digestOf(bundled.schema));
}

/** Checks one schema by itself. */
function checkAlone(analysis: Analysis, bundled: BundledSchema, admits: Admits, owner: Owner): number {
  const refused = refusedRequirements(bundled.schema, admits);
  for (const requirement of refused) reportRefused(analysis, bundled, requirement, owner);
  return refused.length;
}

interface InlineParts {
  readonly id: string;
  readonly selector: string;
  readonly own: BundledSchema | undefined;
  readonly shared: BundledSchema | undefined;
}

/** Checks the one object that the selector, the shared fields and a provider's own fields are in the inline form. */
function checkTogether(analysis: Analysis, { id, selector, own, shared }: InlineParts, owner: Owner): number {
  const given = [own, shared].filter((part) => part !== undefined).filter(({ schema }) => isObject(schema));
  const known = new Set(given.flatMap(({ schema }) => [...declaredFieldPlaces(schema).keys()]));
  const unknown = given.flatMap((bundled) =>
    rootRequirements(bundled.schema)
      .filter(({ name }) => !known.has(name))
      .map((requirement) => ({ ...requirement, bundled })),
  );
  // Putting the schemas together takes many times as long as this.
  if (unknown.length === 0) return 0;
  const composed = composeConfig({
    id,
    own: own?.schema ?? { type: "object", properties: {} },
    placement: { at: [], form: "inline", selector },
    ...(isObject(shared?.schema) ? { shared: shared.schema as JsonSchemaObject } : {}),
  });
  const refused = refusedRequirements(composed, (at) => at.length > 0);
  const faults = unknown.flatMap(({ bundled, name, path }) => {
    const found = refused.find((requirement) => requirement.name === name);
    return found === undefined ? [] : [{ bundled, requirement: { ...found, path } }];
  });
  for (const { bundled, requirement } of faults) reportRefused(analysis, bundled, requirement, owner);
  return faults.length;
}

function reportRefused(
  { findings }: Analysis,
  bundled: BundledSchema,
  { name, path, others }: RefusedRequirement,
  owner: Owner,
): void {
  const meant = closest(name, others);
  findings.add({
    code: "manifest-required-unknown",
    message: `the field ${JSON.stringify(name)} is required, but the object has no such field`,
    at: bundled.locate(path),
    hint:
      meant === undefined
        ? "add it to properties, or remove it here"
        : `did you mean ${JSON.stringify(meant)}?`,
    ...owner,
  });
}
