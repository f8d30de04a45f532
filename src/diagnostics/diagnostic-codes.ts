import type { CodeRow } from "./codes/code-row.js";
import { documentCodes } from "./codes/document-codes.js";
import { manifestCodes } from "./codes/manifest-codes.js";
import { moduleCodes } from "./codes/module-codes.js";
import { outputCodes } from "./codes/output-codes.js";
import { routingCodes } from "./codes/routing-codes.js";
import { schemaCodes } from "./codes/schema-codes.js";
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

/** The tables by what they are about, in the order of the documentation. */
const tables: readonly (readonly [subject: string, rows: readonly CodeRow[]])[] = [
  ["Config documents", documentCodes],
  ["The manifest", manifestCodes],
  ["Modules and contracts", moduleCodes],
  ["Schemas", schemaCodes],
  ["Routing", routingCodes],
  ["The output folder", outputCodes],
];

/** All codes by what they are about. */
export const diagnosticCodeGroups: ReadonlyMap<string, readonly CodeDescription[]> = new Map(
  tables.map(([subject, rows]) => [
    subject,
    rows.map(([code, title, description, help, severity = "error"]) => {
      return { code, title, description, help, severity };
    }),
  ]),
);

/** All codes that diagnostics can have, sorted. */
export const diagnosticCodes: readonly CodeDescription[] = [...diagnosticCodeGroups.values()]
  .flat()
  .sort((a, b) => (a.code < b.code ? -1 : 1));

const byCode: ReadonlyMap<string, CodeDescription> = new Map(
  diagnosticCodes.map((description) => [description.code, description]),
);

/** The description of a code; of one that is not in the list, what its name says. */
export function describeCode(code: string): CodeDescription {
  const known = byCode.get(code);
  if (known !== undefined) return known;
  const words = code.replace(/-/g, " ");
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return {
    code,
    title,
    description: `${title}.`,
    help: "Follow the message and its hint.",
    severity: "error",
  };
}
