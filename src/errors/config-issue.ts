import type { DocumentPath } from "../source/json-pointer.js";
import type { RangeTarget } from "../source/source-document.js";

/** One mistake in a config, in words. Never holds the value of a secret. */
export interface ConfigIssue {
  readonly code: "invalid-config" | "unknown-field";
  /** One line, with the whole path: `backend.providers.generic.dev.command must be a list, got a string`. */
  readonly message: string;
  /** Where the mistake is, relative to the value that was checked. Of a missing field: the object that should hold it. */
  readonly path: DocumentPath;
  /** Whether to point at the key or at the value at `path`. */
  readonly target: RangeTarget;
  /** What to do, such as `did you mean "command"?`. */
  readonly hint?: string;
  /** What to put in the place of the key or value, where there is one candidate; a value that is a string, a number or a truth value. */
  readonly replacement?: string | number | boolean;
}
