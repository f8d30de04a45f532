import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { schemaField } from "./manifest-schema-document.js";

const packagePattern = "^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$";

/** `kinds.<id>.providers.<id>`. */
export const providerSection: JsonSchemaObject = {
  title: "Provider",
  description: "A provider: its module and the schema of its settings.",
  type: "object",
  required: ["module"],
  properties: {
    title: {
      title: "Title",
      description: "What the provider is called in documentation. Default: its id in words.",
      type: "string",
      pattern: "\\S",
      patternErrorMessage: "must not be empty",
      examples: ["Generic command"],
    },
    description: {
      title: "Description",
      description: "What the provider does, for documentation and editors.",
      type: "string",
    },
    module: {
      title: "Module",
      description: "The module that exports the provider: path, or path#name for a named export.",
      markdownDescription:
        "The module that exports the provider. `path` means its default export, `path#name` a named one. " +
        "It is loaded when the provider is first used.",
      type: "string",
      examples: ["./src/backend/generic/index.ts", "./src/backends.ts#generic"],
    },
    schema: schemaField("Settings", "JSON Schema of the provider's settings"),
    capabilities: {
      title: "Capabilities",
      description: "What the provider can do; checked against the kind's capability schema.",
      type: "object",
      default: {},
    },
    requires: {
      title: "Requirements",
      description: "What the provider needs from the outside.",
      type: "object",
      properties: {
        npm: {
          title: "npm packages",
          description: "npm packages that have to be installed, with their version ranges.",
          type: "object",
          propertyNames: {
            pattern: packagePattern,
            patternErrorMessage: "is not the name of an npm package",
          },
          additionalProperties: {
            description: "A version range.",
            type: "string",
            pattern: "\\S",
            patternErrorMessage: "must not be empty",
            examples: ["^1.2.0"],
          },
          examples: [{ pg: "^8.0.0" }],
        },
        commands: {
          title: "Commands",
          description: "Commands that have to be on the PATH.",
          type: "array",
          items: {
            type: "string",
            pattern: "^[^\\s/\\\\]+$",
            patternErrorMessage: "must be the name of a command, without path and arguments",
          },
          uniqueItems: true,
          examples: [["docker"]],
        },
      },
      additionalProperties: false,
    },
    deprecated: {
      title: "Deprecated",
      description: "Says what to use instead, for a provider that should no longer be chosen.",
      type: "string",
      pattern: "\\S",
      patternErrorMessage: "must say what to use instead",
      examples: ["use encore-ts instead"],
    },
  },
  additionalProperties: false,
};
