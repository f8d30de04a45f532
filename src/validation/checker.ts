import type { JsonSchema } from "../contract/json-schema.js";
import type { ConfigIssue } from "../errors/config-issue.js";
import type { DocumentPath } from "../source/json-pointer.js";

export type { ConfigIssue };

/** Where a checked value stands, for the messages. */
export interface IssueContext {
  /** Path of the value in its document: `["backend", "providers", "generic"]`. Empty: the value is the document. */
  readonly at: DocumentPath;
  /** What to call the value when `at` is empty; default "the config". */
  readonly title?: string;
  /** The provider whose config it is, for "a setting of drizzle, not of raw". */
  readonly provider?: string;
  /** The other provider of the kind that has a field of this name, if there is one. */
  readonly fieldOwner?: (field: string) => string | undefined;
  /** Most mistakes to put into words; Standard Schemas tell all of them. Default: all. */
  readonly most?: number;
}

/** What came of a check. */
export interface CheckResult {
  /** The checked value; of a Standard Schema its output. The input when there are issues. */
  readonly value: unknown;
  /** Empty when the value is valid. */
  readonly issues: readonly ConfigIssue[];
  /** How many mistakes are not among the issues, because there are more than the context's `most`. */
  readonly omitted?: number;
}

/** Checks configs of one provider. */
export interface ConfigChecker {
  /** The JSON Schema behind the checks: closed, self-contained. Absent for a Standard Schema. */
  readonly schema?: JsonSchema;
  check(value: unknown, context: IssueContext): CheckResult | Promise<CheckResult>;
}
