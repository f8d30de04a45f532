import type { JsonSchema, JsonSchemaObject } from "../../../src/contract/json-schema.js";
import { isSchemaObject } from "../../../src/validation/schema-keywords.js";
import { kindSchema } from "../../emit/emit-json-schemas.js";
import { INTERNAL_DIALECT, SchemaWriter } from "../../emit/schemas/schema-dialect.js";
import type { KindModel } from "../../model/model.js";
import type { Limits } from "../engines/engine.js";
import { expressibleByTypes, typesLack, withImpliedTypes } from "./type-limits.js";

/**
 * What the type of a kind's choices promises. It asks for the fields that the environment may give, too: providers get
 * the same type, and they always find them.
 */
export function choiceTypeLimits(kind: KindModel): Limits {
  const schema = kindSchema(kind, INTERNAL_DIALECT, () => undefined);
  const writer = new SchemaWriter(INTERNAL_DIALECT);
  const choice = expressibleChoice(kind, writer);
  return {
    accepts: withImpliedTypes(schema),
    refuses: { ...choice, ...writer.definitions() },
    lacks: typesLack,
  };
}

/**
 * A choice as its type describes it: a union of objects, one for each id. The selector tells them apart, so the compiler
 * looks at one of them only, and finds fields that it does not name.
 */
export function expressibleChoice(kind: KindModel, writer: SchemaWriter): JsonSchemaObject {
  const { config, shared, providers, routing } = kind;
  if (config === undefined) return {};
  const define = (name: string, schema: JsonSchema): JsonSchemaObject =>
    writer.define(name, writer.write(expressibleByTypes(schema), name, { rootName: name }));
  const common = shared === undefined ? {} : expressibleByTypes(shared);
  const written = writer.write(common, `${kind.id}:shared`);
  const { allOf: _closing, ...fields } = isSchemaObject(written) ? written : {};
  const isOpen = shared !== undefined && shared.additionalProperties !== false;
  const branch = (
    selected: JsonSchema,
    own: { readonly [name: string]: JsonSchema },
    required = Object.keys(own),
  ): JsonSchemaObject => ({
    ...fields,
    type: "object",
    required: [config.selector, ...required, ...(fields.required ?? [])],
    properties: { ...fields.properties, [config.selector]: selected, ...own },
    ...(isOpen ? {} : { additionalProperties: false }),
  });
  const custom = { type: "string", pattern: CUSTOM_ID_PATTERN_OF_TYPES };
  const virtual = Object.keys(routing);
  if (config.form === "inline") {
    return {
      anyOf: [
        ...providers.map(({ id, configSchema }) => define(`${kind.id}.${id}`, configSchema)),
        ...virtual.map((id) => branch({ const: id }, {})),
        { type: "object", required: [config.selector], properties: { [config.selector]: custom } },
      ],
    };
  }
  const configs = Object.fromEntries(
    providers.map(({ id, configSchema }) => [id, define(`${kind.id}.${id}`, configSchema)]),
  );
  const map = (required: readonly string[]): JsonSchemaObject => ({
    type: "object",
    required,
    properties: configs,
    patternProperties: { [CUSTOM_ID_PATTERN_OF_TYPES]: true },
    additionalProperties: false,
  });
  const name = config.map ?? "providers";
  return {
    anyOf: [
      ...providers.map(({ id }) => branch({ const: id }, { [name]: map([id]) })),
      ...virtual.map((id) => branch({ const: id }, { [name]: map([]) }, [])),
      branch(custom, { [name]: map([]) }),
    ],
  };
}

/** A template literal type asks for a colon and nothing else. */
const CUSTOM_ID_PATTERN_OF_TYPES = ":";
