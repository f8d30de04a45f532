import type { Severity } from "../diagnostic.js";

/** A diagnostic code in the table of all codes; the texts mean what {@link CodeDescription} says. */
export type CodeRow = readonly [
  code: string,
  title: string,
  description: string,
  help: string,
  /** Default: `error`. */
  severity?: Severity,
];
