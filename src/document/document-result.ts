import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.js";
import type { DocumentPath } from "../source/json-pointer.js";

/** A provider that a valid document chooses. */
export interface DocumentChoice {
  /** Id of the kind. */
  readonly kind: string;
  /** Id of the provider, or a virtual id of the kind's routing. */
  readonly id: string;
  /** True for a virtual id such as `auto`: which provider it stands for is the registry's `resolve` to say. */
  readonly virtual: boolean;
  /** Where in the document the choice is: `["databases", "main", "migrations"]`. */
  readonly path: DocumentPath;
  /** What the `*` of the kind's place stands for here, such as `main`; several are joined by dots. */
  readonly subject?: string;
  /**
   * The provider's config, as its schema gives it. In the inline form it is the whole object, the selector included.
   * Undefined for a virtual id in the keyed form; see `configs`.
   */
  readonly config: unknown;
  /** Keyed form only: the config of every registered provider in the map, chosen or not, by id. */
  readonly configs?: ReadonlyMap<string, unknown>;
}

/** What came of checking a document. */
export interface CheckedDocument<Config = unknown> {
  /** True when no diagnostic is an error. */
  readonly valid: boolean;
  /**
   * The document with variables filled in and, if asked for, defaults. A plain copy; undefined when it is not valid.
   * Output that a Standard Schema transforms is in the choices, not here.
   */
  readonly value: Config | undefined;
  /** By kind and path; empty when the document is not valid. */
  readonly choices: readonly DocumentChoice[];
  /** Findings, sorted by position: all, or where there are more than `most` the first and how many are left. None holds a secret. */
  readonly diagnostics: readonly Diagnostic[];
  /** What to hide when the text is shown with the diagnostics; empty when there are none. */
  readonly secrets: readonly SourceRange[];
}

/** The variables of the environment: `process.env`, or any plain record. */
export interface Environment {
  readonly [name: string]: string | undefined;
}

/** What a document is checked with. */
export interface CheckDocumentOptions {
  /** For `${VAR}` and for fields with `x-env`. Default: no variables. */
  readonly env?: Environment;
  /** Fill in the defaults of the schemas. Default: false. */
  readonly defaults?: boolean;
  /** Whether `${VAR}` in texts is replaced. Default: true; programs do that themselves. */
  readonly interpolate?: boolean;
  /** How many findings to tell at most, 1 or more; another one then says how many are left. Default: 1000. */
  readonly most?: number;
}
