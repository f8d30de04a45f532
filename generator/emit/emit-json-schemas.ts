import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { manifestSchema } from "../manifest/manifest-schema.js";
import { digestOf, type Memo, rememberNow } from "../memo.js";
import type { DocumentModel, KindModel, Model } from "../model/model.js";
import { bannerText, jsonFile } from "./banner.js";
import { choiceSchema } from "./choice-schema.js";
import { placeInDocument } from "./document-places.js";
import { withSchemaKey } from "./document-schema.js";
import type { ExampleOf } from "./example.js";
import type { OutputFile } from "./output-file.js";
import { EDITOR_DIALECT, type SchemaDialect, SchemaWriter, VALIDATION_DIALECT } from "./schema-dialect.js";
import { publishedSchema } from "./secret-values.js";

const ENCODINGS: readonly (readonly [suffix: string, dialect: SchemaDialect])[] = [
  [".schema.json", VALIDATION_DIALECT],
  [".editor.schema.json", EDITOR_DIALECT],
];

/** Emits `schemas/`: each kind and the whole document, for validators and for editors, and the manifest's own schema. */
export function emitJsonSchemas(model: Model, exampleOf: ExampleOf, memo?: Memo): OutputFile[] {
  const files = ENCODINGS.flatMap(([suffix, dialect]) => {
    const file = (name: string, write: (writer: SchemaWriter) => JsonSchemaObject): OutputFile => {
      const writer = new SchemaWriter(dialect, memo);
      const schema = write(writer);
      const content = jsonFile(model, schema, [dialect.definitions, writer.definitionTexts()]);
      return { path: `schemas/${name}${suffix}`, content };
    };
    const kinds = model.kinds.map((kind) => file(kind.id, (writer) => writeKind(kind, writer, exampleOf)));
    const { document } = model;
    if (document === undefined) return kinds;
    return [...kinds, file("document", (writer) => writeDocument(document, model.kinds, writer, exampleOf))];
  });
  return [...files, { path: "schemas/manifest.schema.json", content: jsonFile(model, manifestSchema) }];
}

/** Emits `<kind>/providers/<id>.schema.json`: each provider's config as its validator sees it. */
export function emitProviderSchemas(model: Model, kind: KindModel, memo?: Memo): OutputFile[] {
  return kind.providers.map(({ id, title, description, configSchema }) => {
    const input = [bannerText(model), title, description, digestOf(configSchema)];
    const content = rememberNow(memo, { stage: "provider-schema/1", input }, () => {
      const published = publishedSchema(configSchema);
      const schema: JsonSchemaObject = isSchemaObject(published) ? published : published ? {} : { not: {} };
      return jsonFile(model, { $schema: VALIDATION_DIALECT.uri, title, description, ...schema });
    });
    return { path: `${kind.id}/providers/${id}.schema.json`, content };
  });
}

/** The schema of a kind's choices in a dialect. */
export function kindSchema(kind: KindModel, dialect: SchemaDialect, exampleOf: ExampleOf): JsonSchemaObject {
  const writer = new SchemaWriter(dialect);
  return { ...writeKind(kind, writer, exampleOf), ...writer.definitions() };
}

function writeKind(kind: KindModel, writer: SchemaWriter, exampleOf: ExampleOf): JsonSchemaObject {
  return { $schema: writer.dialect.uri, ...choiceSchema(kind, writer, exampleOf) };
}

/** The document's own schema, with each kind's choice at its place. */
export function documentSchema(
  document: DocumentModel,
  kinds: readonly KindModel[],
  dialect: SchemaDialect,
  exampleOf: ExampleOf,
): JsonSchemaObject {
  const writer = new SchemaWriter(dialect);
  return { ...writeDocument(document, kinds, writer, exampleOf), ...writer.definitions() };
}

function writeDocument(
  document: DocumentModel,
  kinds: readonly KindModel[],
  writer: SchemaWriter,
  exampleOf: ExampleOf,
): JsonSchemaObject {
  const { dialect } = writer;
  const places = new Map<JsonSchema, JsonSchema>();
  const placed = kinds.flatMap((kind) => {
    if (kind.config === undefined) return [];
    // Stands in for the choice until the schema around it is written: the choice is written in this dialect already.
    const marker: JsonSchemaObject = {};
    places.set(marker, choiceSchema(kind, writer, exampleOf));
    return [{ at: kind.config.at, schema: marker }];
  });
  const whole = placeInDocument(withSchemaKey(document.schema, dialect.forEditors), placed);
  const written = writer.write(whole, "document", { places });
  return { $schema: dialect.uri, title: document.title, ...(written as JsonSchemaObject) };
}
