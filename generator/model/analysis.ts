import type { DocumentPath } from "../../src/source/json-pointer.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import type { Finding, Findings, Origin } from "../manifest/findings.js";
import type { KindDraft, ManifestDraft, ProviderDraft, SchemaDraft } from "../manifest/manifest-draft.js";
import type { Project } from "../manifest/project.js";
import type { Memo } from "../memo.js";
import type { BundledSchema } from "../schema/bundle-schema.js";
import type { ModuleReference } from "./model.js";

/** A manifest with all that it names, ready to be checked. Whatever could not be loaded is absent and has been reported. */
export interface Analysis {
  readonly project: Project;
  readonly manifest: SourceDocument;
  readonly draft: ManifestDraft;
  readonly findings: Findings;
  readonly schemas: ReadonlyMap<SchemaDraft, BundledSchema>;
  /** The contract of each kind and the module of each provider. */
  readonly modules: ReadonlyMap<KindDraft | ProviderDraft, ModuleReference>;
  readonly memo?: Memo | undefined;
}

/** Looks for one sort of mistake in a manifest, and reports what it finds. */
export type Check = (analysis: Analysis) => void | Promise<void>;

/** A place in the manifest. */
export function inManifest(analysis: Analysis, path: DocumentPath): Origin {
  return { document: analysis.manifest, path };
}

/** The schema that a draft names, once it is loaded. */
export function schemaOf(analysis: Analysis, draft: SchemaDraft | undefined): BundledSchema | undefined {
  return draft === undefined ? undefined : analysis.schemas.get(draft);
}

/** Reports a finding about a place in the manifest. */
export function report(
  analysis: Analysis,
  finding: Omit<Finding, "at"> & { readonly path: DocumentPath },
): void {
  const { path, ...rest } = finding;
  analysis.findings.add({ ...rest, at: inManifest(analysis, path) });
}
