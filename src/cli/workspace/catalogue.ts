import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { KindDescription, ProviderDescription } from "../../contract/kind.js";

/** `catalogue.json` as `provc codegen` writes it. Its paths are relative to the folder that it lies in. */
export interface Catalogue {
  readonly version: 1;
  /** The manifest that it was made from. */
  readonly manifest: string;
  /** Absent when the manifest declares no document. */
  readonly document?: CatalogueDocument;
  /** Sorted by id. */
  readonly kinds: readonly CatalogueKind[];
}

/** The config document that the kinds' choices live in. */
export interface CatalogueDocument {
  readonly title: string;
  readonly files: readonly string[];
  readonly validator: string;
  /** What wrote the validator. Absent in catalogues of older versions. */
  readonly validatorBackend?: "provc" | "ajv";
}

/** A kind and its providers. */
export interface CatalogueKind extends KindDescription {
  readonly names: { readonly pascal: string; readonly camel: string };
  readonly shared?: JsonSchemaObject;
  readonly contract: CatalogueModule;
  /** Sorted by id. */
  readonly providers: readonly CatalogueProvider[];
}

/** A provider and its files. */
export interface CatalogueProvider extends ProviderDescription {
  readonly module: CatalogueModule;
  readonly schema: string;
  readonly validator: string;
  /** What wrote the validator. Absent in catalogues of older versions. */
  readonly validatorBackend?: "provc" | "ajv";
  /** A config that validates. */
  readonly example?: unknown;
}

/** A module and the export of it that is meant. */
export interface CatalogueModule {
  readonly path: string;
  readonly exportName: string;
}
