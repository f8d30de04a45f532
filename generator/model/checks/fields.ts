import type { JsonSchema } from "../../../src/contract/json-schema.js";
import type { DocumentPath } from "../../../src/source/json-pointer.js";
import { isObject } from "../../../src/validation/json-value.js";
import type { KindDraft, PlacementDraft, SchemaDraft } from "../../manifest/manifest-draft.js";
import { digestOf, isNotedSound, type MemoQuestion, noteSound } from "../../memo.js";
import { declaredFieldPlaces } from "../../schema/applied-schemas.js";
import type { BundledSchema } from "../../schema/bundle-schema.js";
import { type Analysis, type Check, inManifest, schemaOf } from "../analysis.js";

/**
 * What stands in one object of the document has different names: the selector, the map, the shared fields and,
 * in the inline form, the provider's own fields. And what is merged into one object describes an object.
 */
export const checkFields: Check = (analysis) => {
  requireObject(analysis, analysis.draft.document?.schema, "the document", {});
  for (const kind of analysis.draft.kinds) {
    if (kind.config !== undefined) checkKind(analysis, kind, kind.config);
  }
};

function checkKind(analysis: Analysis, kind: KindDraft, config: PlacementDraft): void {
  const owner = { kind: kind.id };
  const shared = requireObject(analysis, config.shared, "shared fields", owner);
  const sharedFields =
    shared === undefined ? new Map<string, DocumentPath>() : declaredFieldPlaces(shared.schema);
  const special = new Map([[config.selector, "selector"]]);
  if (config.form === "keyed") special.set(config.map ?? "providers", "map");
  if (shared !== undefined) {
    for (const [name, role] of special) {
      const path = sharedFields.get(name);
      if (path !== undefined) reportSpecial(analysis, config, { name, role, bundled: shared, path }, owner);
    }
  }
  if (config.form !== "inline") return;
  for (const provider of kind.providers) {
    const question = fieldsQuestion(analysis, provider.schema, config.selector, sharedFields);
    if (question !== undefined && isNotedSound(analysis.memo, question)) continue;
    const before = analysis.findings.count;
    const providerOwner = { ...owner, provider: provider.id };
    const own = requireObject(analysis, provider.schema, "a provider of an inline kind", providerOwner);
    if (own === undefined) continue;
    for (const [name, path] of declaredFieldPlaces(own.schema)) {
      if (name === config.selector) {
        reportSpecial(analysis, config, { name, role: "selector", bundled: own, path }, providerOwner);
      } else if (shared !== undefined && sharedFields.has(name)) {
        const message = `the field ${JSON.stringify(name)} is a shared field of kind ${JSON.stringify(kind.id)}, too`;
        analysis.findings.add({
          code: "manifest-field-clash",
          message,
          at: own.locate(path),
          target: "key",
          hint: "declare it in one of the two schemas only",
          ...providerOwner,
          related: [
            { ...shared.locate(sharedFields.get(name) ?? []), target: "key", message: "the shared field" },
          ],
        });
      }
    }
    if (question !== undefined && analysis.findings.count === before) noteSound(analysis.memo, question);
  }
}

/** What the fields of a provider in the inline form are checked for; undefined where nothing can be remembered of it. */
function fieldsQuestion(
  analysis: Analysis,
  draft: SchemaDraft | undefined,
  selector: string,
  sharedFields: ReadonlyMap<string, DocumentPath>,
): MemoQuestion | undefined {
  const bundled = schemaOf(analysis, draft);
  if (bundled === undefined || analysis.memo === undefined) return undefined;
  const digest = bundled.digest ?? digestOf(bundled.schema);
  return { stage: "fields/1", input: [digest, selector, ...sharedFields.keys()] };
}

interface SpecialField {
  readonly name: string;
  /** `selector` or `map`. */
  readonly role: string;
  readonly bundled: BundledSchema;
  readonly path: DocumentPath;
}

function reportSpecial(
  analysis: Analysis,
  config: PlacementDraft,
  { name, role, bundled, path }: SpecialField,
  owner: { kind: string; provider?: string },
): void {
  analysis.findings.add({
    code: "manifest-selector-clash",
    message: `the field ${JSON.stringify(name)} has the name of the kind's ${role}`,
    at: bundled.locate(path),
    target: "key",
    hint: `rename the field, or the ${role} in the manifest`,
    ...owner,
    related: [
      {
        ...inManifest(analysis, [...config.path, role]),
        target: "key",
        message: `the ${role} of kind ${JSON.stringify(owner.kind)}`,
      },
    ],
  });
}

/** The loaded schema, if it describes an object; it is reported when it does not. */
function requireObject(
  analysis: Analysis,
  draft: SchemaDraft | undefined,
  what: string,
  owner: { kind?: string; provider?: string },
): BundledSchema | undefined {
  const bundled = schemaOf(analysis, draft);
  if (bundled === undefined || draft === undefined || describesObject(bundled.schema)) return bundled;
  const hasType = isObject(bundled.schema) && bundled.schema.type !== undefined;
  analysis.findings.add({
    code: "manifest-schema-not-object",
    message: `the schema of ${what} must have the type object`,
    at: bundled.locate(hasType ? ["type"] : []),
    ...owner,
    related:
      typeof draft.value === "string"
        ? [{ ...inManifest(analysis, draft.path), message: "it is named here" }]
        : [],
  });
  return undefined;
}

function describesObject(schema: JsonSchema): boolean {
  return isObject(schema) && (schema.type === undefined || schema.type === "object");
}
