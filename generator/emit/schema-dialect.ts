import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { byCodeUnit } from "../../src/validation/json-value.js";
import { isSchemaObject, mapSubschemas } from "../../src/validation/schema-keywords.js";
import { type Memo, packTexts, rememberNow, unpackTexts } from "../memo.js";
import { memberText } from "./banner.js";
import { lowerToDraft07 } from "./draft-07.js";
import { withoutEnvironmentRequirements } from "./environment-requirements.js";
import { definitionName, definitionReference, usedDefinitions } from "./schema-map.js";
import { withoutSecretValues } from "./secret-values.js";

/** An encoding of schemas. */
export interface SchemaDialect {
  readonly uri: string;
  readonly definitions: "$defs" | "definitions";
  /** For people and their tools: without the values of secrets, and without asking for what the environment gives. */
  readonly isPublished: boolean;
  /** Draft-07 only, with titles, texts and snippets for completion and hover. */
  readonly forEditors: boolean;
}

/** For any validator of JSON Schema. */
export const VALIDATION_DIALECT: SchemaDialect = {
  uri: "https://json-schema.org/draft/2020-12/schema",
  definitions: "$defs",
  isPublished: true,
  forEditors: false,
};

/** Editors silently lose checks of newer drafts, so they get draft-07. */
export const EDITOR_DIALECT: SchemaDialect = {
  uri: "http://json-schema.org/draft-07/schema#",
  definitions: "definitions",
  isPublished: true,
  forEditors: true,
};

/** For provc's own validators, which run when the environment has been looked at and which apply defaults. */
export const INTERNAL_DIALECT: SchemaDialect = { ...VALIDATION_DIALECT, isPublished: false };

/** Collects the definitions of one emitted schema, each under a name that says where it comes from. */
export class SchemaWriter {
  readonly dialect: SchemaDialect;
  readonly #memo: Memo | undefined;
  readonly #definitions = new Map<string, JsonSchema>();
  /** Definitions that are known by their texts only. */
  readonly #texts = new Map<string, string>();

  constructor(dialect: SchemaDialect, memo?: Memo) {
    this.dialect = dialect;
    this.#memo = memo;
  }

  /** Adds a definition and gives a reference to it. */
  define(name: string, schema: JsonSchema): JsonSchemaObject {
    this.#definitions.set(name, schema);
    return this.reference(name);
  }

  /** A reference to a definition. */
  reference(name: string): JsonSchemaObject {
    return { $ref: definitionReference(this.dialect.definitions, name) };
  }

  /** Adds the definitions that `write` makes; they are remembered by `input`, which must be all that they depend on. */
  defineAll(input: unknown, write: (writer: SchemaWriter) => void): void {
    if (this.#memo === undefined) {
      write(this);
      return;
    }
    const question = { stage: "definitions/1", input: [this.dialect, input] };
    const answer = rememberNow(this.#memo, question, () => {
      const writer = new SchemaWriter(this.dialect);
      write(writer);
      return packTexts(writer.definitionTexts());
    });
    for (const [name, text] of unpackTexts(answer)) this.#texts.set(name, text);
  }

  /** The definitions so far as they stand in the file, sorted by name. */
  definitionTexts(): readonly (readonly [name: string, text: string])[] {
    const written = [...this.#definitions].map(([name, schema]): [string, string] => [
      name,
      memberText(schema),
    ]);
    return [...written, ...this.#texts].sort(([a], [b]) => byCodeUnit(a, b));
  }

  /** The definitions so far, sorted by name, as the last member of the emitted schema. */
  definitions(): JsonSchemaObject {
    const read = [...this.#texts].map(([name, text]): [string, JsonSchema] => [name, JSON.parse(text)]);
    const all = [...this.#definitions, ...read];
    if (all.length === 0) return {};
    const sorted = all.sort(([a], [b]) => byCodeUnit(a, b));
    return { [this.dialect.definitions]: Object.fromEntries(sorted) };
  }

  /**
   * Writes a self-contained schema in this dialect and hoists its definitions to `<name>.<definition>`.
   * `places` says which subschemas are replaced by one that is already written. `rootName` is the definition that
   * the schema itself becomes; without it, it is the root of the emitted schema.
   */
  write(schema: JsonSchema, name: string, options: WriteOptions = {}): JsonSchema {
    const rename = (reference: string): string => {
      if (reference === "#") return options.rootName === undefined ? "#" : this.#reference(options.rootName);
      const definition = definitionName(reference);
      return definition === undefined ? reference : this.#reference(`${name}.${definition}`);
    };
    const context: WriteContext = { root: schema, rename, places: options.places ?? new Map() };
    for (const [definition, definitionSchema] of usedDefinitions(schema)) {
      this.define(`${name}.${definition}`, this.#write(definitionSchema, context, definition));
    }
    return this.#write(schema, context, undefined);
  }

  #reference(name: string): string {
    return definitionReference(this.dialect.definitions, name);
  }

  #write(schema: JsonSchema, context: WriteContext, fieldName: string | undefined): JsonSchema {
    const placed = context.places.get(schema);
    if (placed !== undefined) return placed;
    if (!isSchemaObject(schema)) return schema;
    const { $defs, ...own } = this.dialect.isPublished
      ? withoutEnvironmentRequirements(context.root, withoutSecretValues(context.root, schema))
      : schema;
    const written = mapSubschemas(own, (part, keyword, key) => {
      const name = keyword === "properties" ? String(key) : MEMBERS.has(keyword) ? fieldName : undefined;
      return this.#write(part, context, name);
    });
    const renamed = written.$ref === undefined ? written : { ...written, $ref: context.rename(written.$ref) };
    return this.dialect.forEditors
      ? lowerToDraft07(renamed, { root: context.root, schema, fieldName })
      : renamed;
  }
}

/** Keywords that describe what a field holds many of: it is known by the field's name. */
const MEMBERS: ReadonlySet<string> = new Set([
  "additionalProperties",
  "patternProperties",
  "items",
  "prefixItems",
]);

/** See {@link SchemaWriter.write}. */
export interface WriteOptions {
  readonly rootName?: string;
  readonly places?: ReadonlyMap<JsonSchema, JsonSchema>;
}

interface WriteContext {
  readonly root: JsonSchema;
  readonly rename: (reference: string) => string;
  readonly places: ReadonlyMap<JsonSchema, JsonSchema>;
}
