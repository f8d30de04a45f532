import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { byCodeUnit } from "../../../src/validation/json-value.js";
import { isSchemaObject, mapSubschemas } from "../../../src/validation/schema-keywords.js";
import { resolveReference } from "../../../src/validation/schema-reference.js";
import { packTexts, rememberLater, unpackTexts } from "../../memo.js";
import type { ProviderModel } from "../../model/model.js";
import { type Asking, type ClosedObject, judgedObject, PartDefinitions } from "../editor/closed-object.js";
import { lowerToDraft07 } from "../editor/draft-07.js";
import type { Define } from "../editor/one-mark.js";
import { partsOf } from "../editor/union-branches.js";
import type { EmitMemory } from "../emit-memory.js";
import { withoutSecretValues } from "../examples/secret-values.js";
import { withoutEnvironmentRequirements } from "../traversal/environment-requirements.js";
import { alternatives, definitionName, definitionReference } from "../traversal/schema-map.js";

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
  readonly #texts = new Map<string, Buffer>();

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
    const stage = `definitions/5/${this.dialect.forEditors ? "editor" : "validation"}`;
    const answer = rememberLater(memo, { stage, about: this.#memory.subjectOf(provider) }, () => {
      const writer = new SchemaWriter(this.dialect);
      write(writer);
      return packTexts(writer.#written());
    });
    for (const [name, text] of unpackTexts(answer.bytes)) this.#texts.set(name, text);
  }

  /** The definitions so far as they stand in the file, sorted by name; each in a line, which is half as much to read. */
  definitionTexts(): readonly (readonly [name: string, text: string | Buffer])[] {
    // Several may have made the same definition, some of them in a text.
    return [...new Map<string, string | Buffer>([...this.#texts, ...this.#written()])].sort(([a], [b]) =>
      byCodeUnit(a, b),
    );
  }

  #written(): [name: string, text: string][] {
    return Array.from(this.#definitions, ([name, schema]) => [name, JSON.stringify(schema)]);
  }

  /** The definitions so far, sorted by name, as the last member of the emitted schema. */
  definitions(): JsonSchemaObject {
    const read = Array.from(this.#texts, ([name, text]): [string, JsonSchema] => [
      name,
      JSON.parse(text.toString()),
    ]);
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
    const parts = new PartDefinitions(schema);
    const needed = new Map<string, () => JsonSchema>();
    const rename = (reference: string, whole?: Asking | ClosedObject): string => {
      const definition = definitionName(reference);
      if (definition === undefined && reference !== "#") return reference;
      const mark = parts.mark(reference, whole);
      if (definition === undefined && mark === undefined && options.rootName === undefined) return "#";
      const plain = definition === undefined ? (options.rootName ?? name) : `${name}.${definition}`;
      const target = mark === undefined ? plain : `${plain}:${mark}`;
      if (target !== options.rootName) {
        const described = resolveReference(schema, reference) ?? true;
        needed.set(target, () =>
          this.#write(described, context, definition, mark === undefined ? undefined : whole),
        );
      }
      return this.#reference(target);
    };
    const context: WriteContext = {
      root: schema,
      rename,
      hoist: (part) => this.#hoisted(part, name),
      places: options.places ?? new Map(),
      options,
      alternatives: this.dialect.forEditors ? alternatives(schema) : new Set(),
    };
    const written = this.#write(schema, context, undefined);
    // One definition may need others.
    for (const [definition, write] of needed) this.define(definition, write());
    return written;
  }

  /** A definition of its own for what is needed more than once, unless it is a reference already. */
  #hoisted(schema: JsonSchema, name: string): JsonSchema {
    if (!isSchemaObject(schema) || schema.$ref !== undefined) return schema;
    let number = 1;
    while (this.#definitions.has(`${name}:branch${number}`)) number++;
    return this.define(`${name}:branch${number}`, schema);
  }

  #reference(name: string): string {
    return definitionReference(this.dialect.definitions, name);
  }

  #write(
    schema: JsonSchema,
    context: WriteContext,
    fieldName: string | undefined,
    whole?: Asking | ClosedObject,
  ): JsonSchema {
    const placed = context.places.get(schema);
    if (placed !== undefined) return placed;
    if (!isSchemaObject(schema)) return schema;
    const { $defs, ...own } = this.dialect.isPublished
      ? withoutEnvironmentRequirements(context.root, withoutSecretValues(context.root, schema))
      : schema;
    const isPart = schema === context.root && context.options.isPart === true;
    const judged = isPart ? context.options.object : judgedObject(context.root, schema, whole);
    const object = this.dialect.forEditors ? judged : undefined;
    const partOf = this.dialect.forEditors
      ? partsOf(context.root, schema, object, context.hoist)
      : (): undefined => undefined;
    const written = mapSubschemas(own, (part, keyword, key) => {
      const name = keyword === "properties" ? String(key) : MEMBERS.has(keyword) ? fieldName : undefined;
      return this.#write(part, context, name, partOf(keyword, key));
    });
    const renamed =
      written.$ref === undefined
        ? written
        : { ...written, $ref: context.rename(written.$ref, object ?? whole) };
    if (!this.dialect.forEditors) return renamed;
    return lowerToDraft07(renamed, {
      root: context.root,
      schema,
      fieldName,
      title: schema === context.root ? context.options.title : undefined,
      isPart,
      object,
      isAlternative: context.alternatives.has(schema),
      define: this.shared,
      hoist: context.hoist,
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
  /** The object of which it is a part, if unknown keys are refused there. */
  readonly object?: ClosedObject;
}

interface WriteContext {
  readonly root: JsonSchema;
  readonly rename: (reference: string, whole?: Asking | ClosedObject) => string;
  readonly hoist: (schema: JsonSchema) => JsonSchema;
  readonly places: ReadonlyMap<JsonSchema, JsonSchema>;
  readonly options: WriteOptions;
  readonly alternatives: ReadonlySet<JsonSchema>;
}
