/** A JSON Schema (2020-12 vocabulary), as an object or as `true`/`false`. */
export type JsonSchema = boolean | JsonSchemaObject;

/** The object form of a JSON Schema. Only the keywords that provc itself reads are named. */
export interface JsonSchemaObject {
  readonly $ref?: string;
  readonly $defs?: { readonly [name: string]: JsonSchema };
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly deprecated?: boolean;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly patternProperties?: { readonly [pattern: string]: JsonSchema };
  readonly additionalProperties?: JsonSchema;
  readonly unevaluatedProperties?: JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  /** `true`: a value that must never be shown in any output. */
  readonly "x-secret"?: boolean;
  /** The environment variable that gives the value where the document leaves it out. */
  readonly "x-env"?: string;
  readonly [keyword: string]: unknown;
}
