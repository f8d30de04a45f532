import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import type { DocumentModel, KindModel } from "../../model/model.js";
import { placeInDocument } from "./document-places.js";
import { INTERNAL_DIALECT, SchemaWriter } from "./schema-dialect.js";

/** A document may name its own schema, which is how JSON files tell editors. */
export function withSchemaKey(schema: JsonSchemaObject, forEditors = false): JsonSchemaObject {
  const properties = schema.properties ?? {};
  if (Object.hasOwn(properties, "$schema")) return schema;
  const field = { description: "The JSON Schema of this file, for editors.", type: "string" };
  return {
    ...schema,
    properties: { $schema: forEditors ? { ...field, doNotSuggest: true } : field, ...properties },
  };
}

/**
 * What is checked of a document before its choices are looked at: the fields that belong to no provider. A kind's
 * place takes anything; in the keyed form the fields beside selector and map are checked here, since no provider's
 * validator sees them.
 */
export function baseDocumentSchema(document: DocumentModel, kinds: readonly KindModel[]): JsonSchemaObject {
  const writer = new SchemaWriter(INTERNAL_DIALECT);
  const placed = kinds.flatMap((kind) =>
    kind.config ? [{ at: kind.config.at, schema: openPlace(kind, writer) }] : [],
  );
  const { $defs, ...schema } = placeInDocument(withSchemaKey(document.schema), placed);
  const definitions = { ...$defs, ...writer.definitions().$defs };
  return Object.keys(definitions).length === 0 ? schema : { ...schema, $defs: definitions };
}

function openPlace(kind: KindModel, writer: SchemaWriter): JsonSchema {
  const { config, shared } = kind;
  if (config?.form !== "keyed" || config.map === undefined) return true;
  const written = shared === undefined ? false : writer.write(shared, `${kind.id}:shared`);
  const fields = isSchemaObject(written) ? written : { additionalProperties: false };
  const properties = { [config.selector]: true, [config.map]: true, ...fields.properties };
  return { ...fields, title: kind.title, description: kind.description, type: "object", properties };
}
