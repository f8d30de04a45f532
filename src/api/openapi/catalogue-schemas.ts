import type { JsonSchemaObject } from "../../contract/json-schema.js";

const text: JsonSchemaObject = { type: "string" };
const texts: JsonSchemaObject = { type: "array", items: text };
const record: JsonSchemaObject = { type: "object" };

function shape(
  properties: { readonly [name: string]: JsonSchemaObject },
  optional: readonly string[] = [],
  words: Pick<JsonSchemaObject, "title" | "description"> = {},
): JsonSchemaObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { ...words, type: "object", required, additionalProperties: false, properties };
}

const kindFields = {
  id: text,
  title: text,
  description: text,
  noun: { ...text, description: "The word for its providers." },
  config: shape(
    { at: texts, form: { enum: ["inline", "keyed"] }, selector: text, map: text, subject: text },
    ["map", "subject"],
    { description: "Where the config document chooses a provider. Absent: it chooses none." },
  ),
  routing: {
    type: "object",
    description: "Virtual ids and their rules, of which the first that holds decides.",
    additionalProperties: shape(
      {
        inputs: record,
        rules: { type: "array", items: shape({ when: record, use: text }, ["when"]) },
      },
      ["inputs"],
    ),
  } satisfies JsonSchemaObject,
} as const;

const position: JsonSchemaObject = { type: "integer", minimum: 1 };
const range = { file: text, line: position, column: position, endLine: position, endColumn: position };

export const catalogueSchemas: { readonly [name: string]: JsonSchemaObject } = {
  Backends: {
    title: "Backends",
    description: "The isolation backends that can run here, sorted by name.",
    type: "array",
    items: shape({
      name: text,
      capabilities: shape({
        name: text,
        supported_runtimes: texts,
        supported_isolations: texts,
        max_concurrency: position,
      }),
    }),
  },
  Kinds: shape(
    {
      kinds: {
        type: "array",
        items: shape({ ...kindFields, providers: { ...texts, description: "Their ids, sorted." } }, [
          "config",
        ]),
      },
    },
    [],
    { title: "Kinds" },
  ),
  Providers: shape(
    {
      kind: shape(kindFields, ["config"]),
      providers: { type: "array", items: { $ref: "#/components/schemas/Provider" } },
    },
    [],
    { title: "Providers of a kind", description: "Sorted by id." },
  ),
  Provider: shape(
    {
      id: text,
      title: text,
      description: text,
      capabilities: { type: "object", description: "As the kind's capability schema says." },
      requires: shape({
        commands: texts,
        npm: { type: "object", additionalProperties: text, description: "Package → version range." },
      }),
      deprecated: { ...text, description: "What to use instead." },
      availability: shape(
        {
          status: {
            enum: ["available", "incomplete", "unavailable"],
            description:
              "`incomplete`: something that it names among its requirements was not found. `unavailable`: it was tried, and cannot run here.",
          },
          reason: text,
          details: { type: "object", additionalProperties: text },
        },
        ["reason", "details"],
      ),
      schema: { type: ["object", "boolean"], description: "JSON Schema (2020-12) of its config." },
      example: { description: "A config that validates." },
    },
    ["deprecated", "schema", "example"],
    { title: "Provider" },
  ),
  ConfigRequest: {
    ...shape({ config: { description: "The config of the provider." } }),
    title: "Config to check",
  },
  ConfigReport: shape(
    {
      valid: { type: "boolean" },
      issues: {
        type: "array",
        description: "The first thousand; one of code `more-mistakes` then says how many are left.",
        items: shape(
          { code: text, message: text, path: { ...text, description: "JSON pointer." }, hint: text },
          ["hint"],
        ),
      },
    },
    [],
    { title: "What is wrong with a config" },
  ),
  DocumentRequest: {
    type: "object",
    title: "Document to validate",
    required: ["text"],
    additionalProperties: false,
    properties: {
      text: { type: "string", description: "A config document in YAML or JSON." },
      file: {
        type: "string",
        minLength: 1,
        maxLength: 255,
        description: "Its name, for the diagnostics; names that end in `.json` are read as strict JSON.",
      },
      variables: {
        type: "object",
        additionalProperties: { type: "string" },
        description: "What stands for `${NAME}`. The server's own environment is never used.",
      },
    },
  },
  DocumentReport: shape(
    {
      version: { const: 1 },
      valid: { type: "boolean" },
      diagnostics: {
        type: "array",
        items: shape(
          {
            ...{ code: text, severity: { enum: ["error", "warning"] }, message: text, ...range },
            ...{ path: text, hint: text, kind: text, provider: text },
            related: { type: "array", items: shape({ message: text, ...range }) },
          },
          ["hint", "kind", "provider", "related"],
        ),
      },
    },
    [],
    { title: "Diagnostics", description: "The same as of `provc validate --format json`." },
  ),
  Health: shape({ status: { const: "ok" } }, [], { title: "Health" }),
  Error: shape({ error: text }, [], { title: "Error", description: "Why a request was refused." }),
};
