import type { Severity } from "./diagnostic.js";

/** What a diagnostic code stands for; the texts end up in SARIF rules and in the documentation. */
export interface CodeDescription {
  readonly code: string;
  /** A few words. */
  readonly title: string;
  /** One sentence: what was found. */
  readonly description: string;
  /** One sentence: what to do. */
  readonly help: string;
  /** How findings with this code usually are. */
  readonly severity: Severity;
}

type Row = readonly [code: string, title: string, description: string, help: string, severity?: Severity];

const rows: readonly Row[] = [
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
    "Write one of the available ids, or register the provider first.",
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

const byCode: ReadonlyMap<string, CodeDescription> = new Map(
  rows.map(([code, title, description, help, severity = "error"]) => [
    code,
    { code, title, description, help, severity },
  ]),
);

/** All codes of config documents, sorted. */
export const diagnosticCodes: readonly CodeDescription[] = [...byCode.values()].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);

/** The description of a code; of one that is not in the list, what its name says. */
export function describeCode(code: string): CodeDescription {
  const known = byCode.get(code);
  if (known !== undefined) return known;
  const words = code.replace(/-/g, " ");
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const isManifest = code.startsWith("manifest-");
  return {
    code,
    title,
    description: isManifest ? `A problem in the manifest: ${words.slice("manifest ".length)}.` : `${title}.`,
    help: "Follow the message and its hint.",
    severity: "error",
  };
}
