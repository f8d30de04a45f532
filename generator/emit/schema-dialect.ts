import type { JsonSchema, JsonSchemaObject } from "../../src/contract/json-schema.js";
import { byCodeUnit } from "../../src/validation/json-value.js";
import { isSchemaObject, mapSubschemas } from "../../src/validation/schema-keywords.js";
import { packTexts, rememberNow, unpackTexts } from "../memo.js";
import type { ProviderModel } from "../model/model.js";
import { memberText } from "./banner.js";
import { lowerToDraft07 } from "./draft-07.js";
import type { EmitMemory } from "./emit-memory.js";
import { withoutEnvironmentRequirements } from "./environment-requirements.js";
import type { Define } from "./one-mark.js";
import { alternatives, definitionName, definitionReference, usedDefinitions } from "./schema-map.js";
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
  readonly #memory: EmitMemory | undefined;
  readonly #definitions = new Map<string, JsonSchema>();
  /** Definitions that are known by their texts only. */
  readonly #texts = new Map<string, string>();

  constructor(dialect: SchemaDialect, memory?: EmitMemory) {
    this.dialect = dialect;
    this.#memory = memory;
  }

  /** Adds a definition and gives a reference to it. */
  define(name: string, schema: JsonSchema): JsonSchemaObject {
    this.#definitions.set(name, schema);
    return this.reference(name);
  }

  /** A reference to a definition that is the same wherever it is needed, and made once. */
  readonly shared: Define = (name, make) =>
    this.#definitions.has(name) ? this.reference(name) : this.define(name, make());

  /** A reference to a definition. */
  reference(name: string): JsonSchemaObject {
    return { $ref: definitionReference(this.dialect.definitions, name) };
  }

  /** Adds the definitions that `write` makes of a provider. */
  defineAll(provider: ProviderModel, write: (writer: SchemaWriter) => void): void {
    if (this.#memory === undefined) {
      write(this);
      return;
    }
    const { memo } = this.#memory;
    const stage = `definitions/3/${this.dialect.forEditors ? "editor" : "validation"}`;
    const answer = rememberNow(memo, { stage, about: this.#memory.subjectOf(provider) }, () => {
      const writer = new SchemaWriter(this.dialect);
      write(writer);
      return packTexts(writer.definitionTexts());
    });
    for (const [name, text] of unpackTexts(answer)) this.#texts.set(name, text);
  }

  /** The definitions so far as they stand in the file, sorted by name. */
  definitionTexts(): readonly (readonly [name: string, text: string])[] {
    // Several may have made the same definition, some of them in a text.
    const texts = new Map(this.#texts);
    for (const [name, schema] of this.#definitions) texts.set(name, this.#text(schema));
    return [...texts].sort(([a], [b]) => byCodeUnit(a, b));
  }

  /** What only editors read takes a line, which is half as much to read. */
  #text(schema: JsonSchema): string {
    return this.dialect.forEditors ? JSON.stringify(schema) : memberText(schema);
  }

  /** The definitions so far, sorted by name, as the last member of the emitted schema. */
  definitions(): JsonSchemaObject {
    const read = Array.from(this.#texts, ([name, text]): [string, JsonSchema] => [name, JSON.parse(text)]);
    const all = new Map([...read, ...this.#definitions]);
    if (all.size === 0) return {};
    const sorted = [...all].sort(([a], [b]) => byCodeUnit(a, b));
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
    const context: WriteContext = {
      root: schema,
      rename,
      places: options.places ?? new Map(),
      options,
      alternatives: this.dialect.forEditors ? alternatives(schema) : new Set(),
    };
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
    if (!this.dialect.forEditors) return renamed;
    return lowerToDraft07(renamed, {
      root: context.root,
      schema,
      fieldName,
      title: schema === context.root ? context.options.title : undefined,
      isPart: schema === context.root && context.options.isPart === true,
      isAlternative: context.alternatives.has(schema),
      define: this.shared,
    });
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
  /** The title of what the schema describes, where it does not have one itself. */
  readonly title?: string;
  /** Whether the schema describes only some of an object's fields, and will become a part of another. */
  readonly isPart?: boolean;
}

interface WriteContext {
  readonly root: JsonSchema;
  readonly rename: (reference: string) => string;
  readonly places: ReadonlyMap<JsonSchema, JsonSchema>;
  readonly options: WriteOptions;
  readonly alternatives: ReadonlySet<JsonSchema>;
}
