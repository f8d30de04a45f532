import type { JsonSchemaObject } from "../../src/contract/json-schema.js";
import { idPattern } from "./id-pattern.js";
import { schemaField } from "./manifest-schema-document.js";
import { providerSection } from "./manifest-schema-provider.js";
import { routingSection } from "./manifest-schema-routing.js";

const fieldName = "^[A-Za-z_$][A-Za-z0-9_$-]*$";
const placePattern = "^(\\*|[A-Za-z_$][A-Za-z0-9_$-]*)(\\.(\\*|[A-Za-z_$][A-Za-z0-9_$-]*))*$";
const wordPattern = "^[A-Za-z][A-Za-z0-9]*([ -][A-Za-z0-9]+)*$";

/** `kinds.<id>.config`: where a choice of the kind is written in the document. */
const configSection: JsonSchemaObject = {
  title: "Place in the document",
  description: "Where a provider of this kind is chosen in the document. Leave it out if nowhere.",
  type: "object",
  required: ["at", "form"],
  properties: {
    at: {
      title: "Path",
      description: "Dotted path of the object that holds the choice; `*` stands for any key of a map.",
      type: "string",
      pattern: placePattern,
      patternErrorMessage: "must be a dotted path of field names, such as databases.*.migrations",
      examples: ["backend", "databases.*.migrations"],
    },
    form: {
      title: "Form",
      description: "How a choice is written.",
      markdownDescription:
        "- `keyed`: `{provider: id, providers: {id: {...}}}`\n- `inline`: `{engine: id, ...its own fields}`",
      enum: ["keyed", "inline"],
      enumDescriptions: [
        "The settings of each provider stand in a map beside the selector.",
        "The settings of the provider stand beside the selector itself.",
      ],
    },
    selector: {
      title: "Selector",
      description: "The property that holds the id.",
      type: "string",
      pattern: fieldName,
      patternErrorMessage: "must be a field name of letters, digits, _ and -",
      default: "provider",
      examples: ["provider", "engine"],
    },
    map: {
      title: "Map",
      description: "Keyed form only: the property that maps an id to its settings.",
      type: "string",
      pattern: fieldName,
      patternErrorMessage: "must be a field name of letters, digits, _ and -",
      default: "providers",
    },
    subject: {
      title: "Subject",
      description: 'With a `*` in the path: the word for what the key names, as in "for database main".',
      type: "string",
      pattern: wordPattern,
      patternErrorMessage: "must be a word of letters and digits",
      examples: ["database"],
    },
    shared: schemaField(
      "Shared fields",
      "JSON Schema of the fields beside the selector that every provider of the kind has",
    ),
  },
  additionalProperties: false,
};

/** `kinds.<id>`. */
export const kindSection: JsonSchemaObject = {
  title: "Kind",
  description: "A kind of provider: its contract, where it is configured, and its providers.",
  type: "object",
  required: ["contract"],
  properties: {
    title: {
      title: "Title",
      description: "What the kind is called in documentation. Default: its id in words.",
      type: "string",
      pattern: "\\S",
      patternErrorMessage: "must not be empty",
      examples: ["Backend provider"],
    },
    description: {
      title: "Description",
      description: "What providers of this kind do, for documentation and editors.",
      type: "string",
    },
    noun: {
      title: "Noun",
      description: "The word for a provider of this kind in messages.",
      type: "string",
      pattern: wordPattern,
      patternErrorMessage: "must be a word of letters and digits",
      default: "provider",
      examples: ["provider", "engine", "backend"],
    },
    contract: {
      title: "Contract",
      description: "The TypeScript interface that every provider of the kind implements: path#Name.",
      markdownDescription:
        "The TypeScript interface that every provider of the kind implements, as `path#Name`. " +
        "Each provider's module is type-checked against it.",
      type: "string",
      examples: ["./src/backend/provider.ts#BackendProvider"],
    },
    config: configSection,
    "on-duplicate": {
      title: "On duplicate",
      description: "What `register` does with an id that is taken.",
      enum: ["error", "override", "first"],
      enumDescriptions: ["It fails.", "The new provider replaces the old one.", "The old provider stays."],
      default: "error",
    },
    capabilities: schemaField("Capability schema", "JSON Schema of a provider's capability record"),
    routing: routingSection,
    providers: {
      title: "Providers",
      description: "The providers of this kind, by id.",
      type: "object",
      propertyNames: { pattern: idPattern },
      additionalProperties: providerSection,
    },
  },
  additionalProperties: false,
};
