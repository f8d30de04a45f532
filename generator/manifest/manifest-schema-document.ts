import type { JsonSchemaObject } from "../../src/contract/json-schema.js";

/** A field that takes the path of a schema file, or the schema itself. */
export function schemaField(title: string, what: string): JsonSchemaObject {
  return {
    title,
    description: `${what}: the path of a YAML or JSON file, or the JSON Schema itself.`,
    markdownDescription:
      `${what}: the path of a YAML or JSON file, or the JSON Schema itself (2020-12).\n\n` +
      "`$ref` may point to local files and fragments. Objects with `properties` accept no other field " +
      "unless `additionalProperties` says so.",
    type: ["string", "object", "boolean"],
    examples: ["./src/storage/memory/config.schema.yaml"],
  };
}

/** `document`: the config file that the kinds' settings live in. */
export const documentSection: JsonSchemaObject = {
  title: "Document",
  description: "The config file that the kinds' settings live in. Leave it out if there is none.",
  type: "object",
  required: ["title", "files"],
  properties: {
    title: {
      title: "Title",
      description: "What the document is called, in schemas and documentation; its type is named after it.",
      type: "string",
      pattern: "\\S",
      patternErrorMessage: "must not be empty",
      examples: ["Stagecraft configuration"],
    },
    files: {
      title: "File names",
      description: "The names under which the document is looked for, in this order.",
      type: "array",
      minItems: 1,
      items: { type: "string" },
      examples: [["stagecraft.yml", "stagecraft.yaml", "stagecraft.json"]],
    },
    schema: schemaField("Base schema", "JSON Schema of the fields that belong to no provider"),
  },
  additionalProperties: false,
};
