import type { CodeRow } from "./code-row.js";

/** What the schemas of a manifest are diagnosed with. */
export const schemaCodes: readonly CodeRow[] = [
  [
    "manifest-schema-not-found",
    "Schema not found",
    "The file of a schema does not exist.",
    "Correct the path, or write the schema.",
  ],
  [
    "manifest-schema-unreadable",
    "Schema cannot be read",
    "The system refused to read a schema's file, or it is not text in UTF-8.",
    "Make it a file that can be read.",
  ],
  [
    "manifest-schema-invalid",
    "Invalid schema",
    "A keyword of a schema has a value that JSON Schema does not allow, or the file holds no schema.",
    "Change the value to what the message asks for.",
  ],
  [
    "manifest-schema-keyword",
    "Keyword not supported",
    "A schema uses a keyword that provc does not support; types, validators and schemas could not agree on it.",
    "Say it with other keywords; the message names this one and its place.",
  ],
  [
    "manifest-schema-dialect",
    "Dialect not supported",
    "A schema's $schema names something other than JSON Schema 2020-12, 2019-09, or one of the drafts 06 and 07.",
    "Use 2020-12, or leave $schema out; whatever it says, keywords are read as in 2020-12.",
  ],
  [
    "manifest-schema-pattern",
    "Invalid regular expression",
    "A pattern is not a regular expression in ECMAScript's Unicode mode.",
    "Correct the pattern.",
  ],
  [
    "manifest-schema-format",
    "Unknown format",
    "A schema names a format that provc has no check for.",
    "Use one of the known formats, or a pattern.",
  ],
  [
    "manifest-schema-not-object",
    "Schema must describe an object",
    "The document's schema, a shared one, or that of a provider in the inline form does not describe an object.",
    "Write type: object; these fields stand beside others, so they need names.",
  ],
  [
    "manifest-required-unknown",
    "Required field that does not exist",
    "An object that takes no unknown fields requires one that it does not know, so nobody could write such an object.",
    "Correct the name, add the field to properties, or write additionalProperties: true.",
  ],
  [
    "manifest-remote-ref",
    "Remote reference",
    "A $ref leads to a URL; codegen reads nothing from the network.",
    "Copy the schema into the project.",
  ],
  [
    "manifest-ref-not-found",
    "Reference leads nowhere",
    "A $ref names a file, pointer or anchor that does not exist.",
    "Correct the reference.",
  ],
  [
    "manifest-ref-circle",
    "Reference to itself",
    "A $ref leads back to itself without a step into the value, so it says nothing.",
    "Break the circle.",
  ],
  [
    "manifest-default-invalid",
    "Invalid default or example",
    "A default or example does not fit the schema that it stands in.",
    "Change it to what the message asks for.",
  ],
  [
    "manifest-secret-default",
    "Default for a secret",
    "A field with x-secret has a default, which would be published with the schema.",
    "Remove the default; x-env names a variable to take it from.",
  ],
];
