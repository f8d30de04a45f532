import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema, JsonSchemaObject } from "../contract/json-schema.js";

declare const configType: unique symbol;

/** A JSON Schema that carries the type of the configs it describes; made by {@link jsonSchema}. */
export interface TypedJsonSchema<Config> extends JsonSchemaObject {
  /** Exists for the type checker only. */
  readonly [configType]?: Config;
}

/** What a provider's config is checked with: a JSON Schema, or any Standard Schema (Zod, Valibot, ArkType, …). */
export type ProviderSchema = JsonSchema | StandardSchemaV1;

/** The config type that a schema accepts; `unknown` for a plain JSON Schema. */
export type SchemaInput<Schema> =
  Schema extends StandardSchemaV1<infer Input, unknown>
    ? Input
    : Schema extends TypedJsonSchema<infer Config>
      ? Config
      : unknown;

/** The config type that a provider is given: after the schema's transformations. */
export type SchemaOutput<Schema> =
  Schema extends StandardSchemaV1<unknown, infer Output> ? Output : SchemaInput<Schema>;

/**
 * Gives a JSON Schema the type of the configs that it describes, for `defineProvider`. The schema is returned as it is;
 * nothing checks that type and schema agree.
 *
 * @example
 * defineProvider({ id: "acme:gcs", schema: jsonSchema<{ bucket: string }>({ properties: { bucket: { type: "string" } } }), … })
 */
export function jsonSchema<Config>(schema: JsonSchemaObject): TypedJsonSchema<Config> {
  return schema as TypedJsonSchema<Config>;
}

/** Tells a Standard Schema from a JSON Schema; some libraries' schemas are functions. */
export function isStandardSchema(schema: ProviderSchema): schema is StandardSchemaV1 {
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return false;
  const standard = (schema as Partial<StandardSchemaV1>)["~standard"];
  return typeof standard === "object" && standard !== null && typeof standard.validate === "function";
}
