import path from "node:path";
import type { KindTable } from "../../contract/table.js";
import type { DocumentDefinition } from "../../document/document-definition.js";
import { packageRoot } from "../package-root.js";
import type { CatalogueKind } from "./catalogue.js";
import { outputName } from "./project.js";

/** The kinds that provc itself brings, for folders without a manifest. */
export interface ShippedKinds {
  readonly document: DocumentDefinition;
  table(kind: CatalogueKind): KindTable;
}

/** The folder of the generated files of the shipped kinds; only their catalogue and schemas are read from it. */
export function shippedFolder(): string {
  return path.join(packageRoot(), outputName);
}

/** Imports the shipped kinds: tables, not providers. In the package it is the entry point `provc/kinds`. */
export async function loadShippedKinds(): Promise<ShippedKinds> {
  const kinds: Readonly<Record<string, unknown>> & { readonly documentDefinition: DocumentDefinition } =
    await import("../../../generated/index.js");
  return {
    document: kinds.documentDefinition,
    table: ({ names }) => kinds[`${names.camel}Table`] as KindTable,
  };
}
