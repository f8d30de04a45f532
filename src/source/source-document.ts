import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.js";
import type { DocumentPath } from "./json-pointer.js";
import type { SourceNode } from "./source-node.js";

/** Which end of a property a finding is about. */
export type RangeTarget = "key" | "value";

/** A parsed text whose every value can be found again in it. */
export interface SourceDocument {
  /** The name that diagnostics show. */
  readonly file: string;
  readonly text: string;
  /** The tree of what was read, as far as it could be; absent when nothing could. */
  readonly root?: SourceNode | undefined;
  /** Plain data; undefined when the text has syntax errors. */
  readonly value: unknown;
  /** Code `syntax`; when there is an error among them, nothing else should be checked. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Where the value at `path`, or its key, stands. Follows aliases and merge keys to where the value is written.
   * Falls back to the nearest parent that exists; the empty path gives the start of the document.
   */
  range(path: DocumentPath, target: RangeTarget): SourceRange;
}
