import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import type { KindDescription, ProviderDescription } from "../../src/contract/kind.js";
import type { ImportExtension } from "../manifest/import-path.js";

/**
 * The one intermediate representation between the manifest and every artefact. It is immutable, holds
 * no position, no absolute path and no date, and its lists are sorted by code unit, so that whatever is
 * emitted from it depends on the manifest's content alone.
 */
export interface Model {
  /** The manifest's file name, for banners: `providers.manifest.yaml`. */
  readonly manifestFile: string;
  /** How generated modules import TypeScript modules. */
  readonly importExtension: ImportExtension;
  /** Absent when the manifest declares no document. */
  readonly document?: DocumentModel;
  readonly kinds: readonly KindModel[];
}

/** The config document that the kinds' choices live in. */
export interface DocumentModel {
  readonly title: string;
  readonly files: readonly string[];
  /** Fields that belong to no provider: closed, self-contained (`#/$defs/…` only), without the kinds' places. */
  readonly schema: JsonSchemaObject;
  /** Type name of the whole document, such as `StagecraftConfiguration`. */
  readonly typeName: string;
}

/** A module and the export of it that is meant. */
export interface ModuleReference {
  /** Path relative to the manifest's folder, with `/`, starting with `./` or `../`. */
  readonly path: string;
  /** `default`, or the name of a named export. */
  readonly exportName: string;
}

/** One kind, with its names in generated code. */
export interface KindModel extends KindDescription {
  readonly names: KindNames;
  readonly contract: ModuleReference;
  /** Fields beside the selector that every provider of the kind has: closed, self-contained. */
  readonly shared?: JsonSchemaObject;
  /** Schema of a provider's capability record. */
  readonly capabilitiesSchema?: JsonSchema;
  readonly providers: readonly ProviderModel[];
}

/** One provider, with its names in generated code. */
export interface ProviderModel extends ProviderDescription {
  readonly names: ProviderNames;
  readonly module: ModuleReference;
  /**
   * The provider's config as its validator sees it: closed, self-contained (`#/$defs/…` only), annotations kept.
   * In the inline form it is the whole object in the document: the selector (`const` id, required) comes first,
   * then the kind's shared fields, then the provider's own.
   */
  readonly configSchema: JsonSchema;
  /** Inline form only: names of the fields that are not the provider's own (selector and shared). */
  readonly commonFields: readonly string[];
}

/** Identifiers derived from a kind's id; unique among kinds. */
export interface KindNames {
  /** `Backend`, for type names. */
  readonly pascal: string;
  /** `backend`, for values. */
  readonly camel: string;
}

/** Identifiers derived from a provider's id; unique within its kind. */
export interface ProviderNames {
  /** `EncoreTs`, for type names: `BackendEncoreTsConfig`. */
  readonly pascal: string;
  /** Name of the config's type, such as `BackendEncoreTsConfig`. */
  readonly configType: string;
}
