import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { isSchemaObject } from "../../src/validation/schema-keywords.js";
import { manifestSchema } from "../manifest/manifest-schema.js";
import { digestOf, rememberLater } from "../memo.js";
import type { DocumentModel, KindModel, Model } from "../model/model.js";
import { jsonFile, jsonFileWithLast } from "./banner.js";
import { type EmitMemory, partedFile } from "./emit-memory.js";
import type { ExampleOf } from "./examples/example.js";
import { publishedSchema } from "./examples/secret-values.js";
import { fileText, laterFile, type OutputFile } from "./output-file.js";
import { choiceSchema } from "./schemas/choice-schema.js";
import { placeInDocument } from "./schemas/document-places.js";
import { withSchemaKey } from "./schemas/document-schema.js";
import {
  EDITOR_DIALECT,
  type SchemaDialect,
  SchemaWriter,
  VALIDATION_DIALECT,
} from "./schemas/schema-dialect.js";

const ENCODINGS: readonly (readonly [suffix: string, dialect: SchemaDialect])[] = [
  [".schema.json", VALIDATION_DIALECT],
  [".editor.schema.json", EDITOR_DIALECT],
];

/** Emits `schemas/`: each kind and the whole document, for validators and for editors, and the manifest's own schema. */
export function emitJsonSchemas(model: Model, exampleOf: ExampleOf, memory?: EmitMemory): OutputFile[] {
  const files = ENCODINGS.flatMap(([suffix, dialect]) => {
    const file = (
      name: string,
      basis: () => unknown,
      write: (writer: SchemaWriter) => JsonSchemaObject,
    ): OutputFile =>
      partedFile(memory, `schemas/${name}${suffix}`, basis, () => {
        const writer = new SchemaWriter(dialect, memory);
        const schema = write(writer);
        return jsonFileWithLast(model, schema, dialect.definitions, writer.definitionTexts());
      });
    const kinds = model.kinds.map((kind) =>
      file(
        kind.id,
        () => memory?.digestOfKind(kind),
        (writer) => writeKind(kind, writer, exampleOf),
      ),
    );
    const { document } = model;
    if (document === undefined) return kinds;
    const basis = (): unknown => [digestOf(document), model.kinds.map((kind) => memory?.digestOfKind(kind))];
    const write = (writer: SchemaWriter): JsonSchemaObject =>
      writeDocument(document, model.kinds, writer, exampleOf);
    return [...kinds, file("document", basis, write)];
  });
  return [...files, { path: "schemas/manifest.schema.json", content: jsonFile(model, manifestSchema) }];
}

/** Emits `<kind>/providers/<id>.schema.json`: each provider's config as its validator sees it. */
export function emitProviderSchemas(model: Model, kind: KindModel, memory?: EmitMemory): OutputFile[] {
  return kind.providers.map((provider) => {
    const { id, title, description } = provider;
    const question = { stage: "provider-schema/2", about: memory?.subjectOf(provider) ?? "" };
    const answer = rememberLater(memory?.memo, question, () => {
      const { configSchema } = provider;
      const published = publishedSchema(configSchema);
      const schema: JsonSchemaObject = isSchemaObject(published) ? published : published ? {} : { not: {} };
      return fileText(jsonFile(model, { $schema: VALIDATION_DIALECT.uri, title, description, ...schema }));
    });
    return laterFile(`${kind.id}/providers/${id}.schema.json`, answer);
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
  const written = writer.write(whole, "document", { places, title: document.title });
  return { $schema: dialect.uri, title: document.title, ...(written as JsonSchemaObject) };
}
