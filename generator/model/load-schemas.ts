import type { ManifestDraft, SchemaDraft } from "../manifest/manifest-draft.js";
import type { BundledSchema } from "../schema/bundle-schema.js";
import { loadSchema, type SchemaLoading, type SchemaOwner } from "../schema/load-schema.js";

/** Loads every schema that the manifest writes or names. */
export async function loadSchemas(
  loading: SchemaLoading,
  draft: ManifestDraft,
): Promise<Map<SchemaDraft, BundledSchema>> {
  const wanted: [SchemaDraft | undefined, SchemaOwner][] = [
    [draft.document?.schema, { title: "the document" }],
  ];
  for (const { id: kind, config, capabilities, providers } of draft.kinds) {
    const name = JSON.stringify(kind);
    wanted.push([config?.shared, { kind, title: `the shared fields of kind ${name}` }]);
    wanted.push([capabilities, { kind, title: `the capabilities of kind ${name}` }]);
    for (const { id: provider, schema } of providers) {
      wanted.push([schema, { kind, provider, title: `provider ${JSON.stringify(provider)}` }]);
    }
  }
  const schemas = new Map<SchemaDraft, BundledSchema>();
  for (const [schema, owner] of wanted) {
    const bundled = schema === undefined ? undefined : await loadSchema(loading, schema, owner);
    if (schema !== undefined && bundled !== undefined) schemas.set(schema, bundled);
  }
  return schemas;
}
