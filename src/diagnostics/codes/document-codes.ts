import type { CodeRow } from "./code-row.js";

/** What config documents are diagnosed with; syntax and numbers also in manifests and schemas. */
export const documentCodes: readonly CodeRow[] = [
  [
    "syntax",
    "Syntax error",
    "The file is not valid YAML 1.2 or JSON, holds a key twice, or exceeds the limits for size, nesting and aliases.",
    "Correct the text at the marked place; nothing else is checked until it can be read.",
  ],
  [
    "imprecise-number",
    "Number loses digits",
    "The number has more digits than a number can hold exactly, so the program gets another one.",
    "Write it in quotes if it is text, such as an account number.",
    "warning",
  ],
  [
    "selector-required",
    "No provider chosen",
    "A section that chooses a provider does not name one.",
    "Add the selector with one of the available ids.",
  ],
  [
    "unknown-provider",
    "Unknown provider id",
    "The id names no registered provider of its kind.",
    "Write one of the available ids, or register the provider first; on the command line --import does that.",
  ],
  [
    "map-required",
    "Provider settings missing",
    "The section that holds the providers' settings is missing.",
    "Add the map with an entry for the chosen provider.",
  ],
  [
    "config-missing",
    "Settings of the chosen provider missing",
    "The map of settings has no entry for the chosen provider.",
    "Add an entry under the provider's id.",
  ],
  [
    "invalid-config",
    "Invalid value",
    "A value does not fit the schema of its field, or a required field is missing.",
    "Change the value to what the message asks for.",
  ],
  [
    "unknown-field",
    "Unknown field",
    "The schema has no field of this name.",
    "Correct the name, or remove the field.",
  ],
  [
    "more-mistakes",
    "More mistakes than are shown",
    "The document has more than a thousand mistakes. The first thousand are shown, errors before warnings; this is the last diagnostic and says how many are left.",
    "Correct those that are shown, and check again.",
  ],
  [
    "missing-variable",
    "Environment variable not set",
    "The value refers to an environment variable that is not set and has no default.",
    "Set the variable, or give a default: ${NAME:-default}.",
  ],
  [
    "deprecated",
    "Deprecated",
    "The field, value or provider should no longer be used.",
    "Use what the message names instead.",
    "warning",
  ],
  [
    "config-module",
    "Configuration module failed",
    "The configuration program could not be evaluated, or does not export plain data.",
    "Export the configuration as the module's default export: plain objects, lists and scalars.",
  ],
];
