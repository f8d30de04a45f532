import type { ChoiceForm, DuplicatePolicy } from "../../src/contract/kind.js";
import type { DocumentPath } from "../../src/source/json-pointer.js";
import type { ImportExtension } from "./import-path.js";

/**
 * The manifest as far as it can be read: what is missing or of a wrong type is undefined, and the check of
 * the structure has said so. `path` is where each part stands.
 */
export interface ManifestDraft {
  readonly importExtension?: ImportExtension | undefined;
  readonly document?: DocumentDraft | undefined;
  readonly kinds: readonly KindDraft[];
}

export interface DocumentDraft {
  readonly path: DocumentPath;
  readonly title?: string | undefined;
  readonly files: readonly FileNameDraft[];
  readonly schema?: SchemaDraft | undefined;
}

export interface FileNameDraft {
  readonly path: DocumentPath;
  readonly name: string;
}

export interface KindDraft {
  readonly id: string;
  readonly path: DocumentPath;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly noun?: string | undefined;
  readonly contract?: string | undefined;
  readonly config?: PlacementDraft | undefined;
  readonly onDuplicate?: DuplicatePolicy | undefined;
  readonly capabilities?: SchemaDraft | undefined;
  readonly routing: readonly RoutingDraft[];
  readonly providers: readonly ProviderDraft[];
}

export interface PlacementDraft {
  readonly path: DocumentPath;
  /** Segments of the dotted path. */
  readonly at?: readonly string[] | undefined;
  readonly form?: ChoiceForm | undefined;
  readonly selector: string;
  readonly map?: string | undefined;
  readonly subject?: string | undefined;
  readonly shared?: SchemaDraft | undefined;
}

export interface RoutingDraft {
  readonly id: string;
  readonly path: DocumentPath;
  /** Undefined when the manifest declares none. */
  readonly inputs?: readonly RoutingInputDraft[] | undefined;
  readonly rules: readonly RoutingRuleDraft[];
  /** False when a rule or an input could not be read, so that gaps cannot be judged. */
  readonly isWhole: boolean;
}

/** Values of an input, as declared or as a rule's condition. */
export interface RoutingInputDraft {
  readonly name: string;
  readonly path: DocumentPath;
  readonly values: readonly RoutingValueDraft[];
}

export interface RoutingValueDraft {
  readonly path: DocumentPath;
  readonly value: string | number | boolean;
}

export interface RoutingRuleDraft {
  readonly path: DocumentPath;
  readonly when?: readonly RoutingInputDraft[] | undefined;
  readonly use?: string | undefined;
}

export interface ProviderDraft {
  readonly id: string;
  readonly path: DocumentPath;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly module?: string | undefined;
  readonly schema?: SchemaDraft | undefined;
  /** Empty when the manifest has none; undefined when what it has cannot be read. */
  readonly capabilities?: { readonly [name: string]: unknown } | undefined;
  /** True when the manifest writes capabilities for this provider. */
  readonly hasCapabilities: boolean;
  readonly npm: { readonly [packageName: string]: string };
  readonly commands: readonly string[];
  readonly deprecated?: string | undefined;
}

/** A schema, written inline or named by its path. */
export interface SchemaDraft {
  readonly path: DocumentPath;
  readonly value: string | boolean | { readonly [keyword: string]: unknown };
}
