import {
  compareDiagnostics,
  type Diagnostic,
  hasErrors,
  type RelatedLocation,
  type Severity,
} from "../../src/diagnostics/diagnostic.js";
import { type DocumentPath, toPointer } from "../../src/source/json-pointer.js";
import type { RangeTarget, SourceDocument } from "../../src/source/source-document.js";

/** A value in a manifest or schema file. */
export interface Origin {
  readonly document: SourceDocument;
  readonly path: DocumentPath;
}

/** Where a related remark points. */
export interface RelatedOrigin extends Origin {
  readonly message: string;
  readonly target?: RangeTarget;
}

/** Something wrong, before its place in the text is looked up. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly at: Origin;
  /** Default: the value. */
  readonly target?: RangeTarget;
  /** Default: `error`. */
  readonly severity?: Severity;
  readonly hint?: string | undefined;
  readonly kind?: string | undefined;
  readonly provider?: string | undefined;
  readonly related?: readonly RelatedOrigin[];
}

/** A schema file that many providers share may be at fault once; this many of its users are named. */
const maxRelated = 5;

/** Collects what is wrong; the same mistake found twice is kept once. */
export class Findings {
  readonly #diagnostics = new Map<string, Diagnostic>();
  #count = 0;

  /** Returns undefined, so that a function that has found a fault can return what this returns. */
  add(finding: Finding): undefined {
    const { at, target = "value", hint, kind, provider } = finding;
    this.addDiagnostic({
      code: finding.code,
      severity: finding.severity ?? "error",
      message: finding.message,
      file: at.document.file,
      ...at.document.range(at.path, target),
      path: toPointer(at.path),
      ...(hint === undefined ? {} : { hint }),
      ...(kind === undefined ? {} : { kind }),
      ...(provider === undefined ? {} : { provider }),
      ...(finding.related === undefined || finding.related.length === 0
        ? {}
        : { related: finding.related.map(relatedLocation) }),
    });
  }

  addDiagnostic(found: Diagnostic): void {
    this.#count += 1;
    const { hint } = found;
    const words = {
      message: onOneLine(found.message),
      ...(hint === undefined ? {} : { hint: onOneLine(hint) }),
    };
    const diagnostic = { ...found, ...words };
    const { code, message, file, line, column, path } = diagnostic;
    const key = JSON.stringify([code, message, file, line, column, path]);
    const known = this.#diagnostics.get(key);
    this.#diagnostics.set(
      key,
      known === undefined ? diagnostic : withRelated(known, diagnostic.related ?? []),
    );
  }

  /** How often something was found, the same mistakes counted again. */
  get count(): number {
    return this.#count;
  }

  /** True when nothing but warnings has been found. */
  get sound(): boolean {
    return !hasErrors([...this.#diagnostics.values()]);
  }

  /** In the order of the files and the places in them. */
  list(): readonly Diagnostic[] {
    return [...this.#diagnostics.values()].sort(compareDiagnostics);
  }
}

/** Control characters, line separators, direction marks and lone surrogates, which break or disguise a line. */
const unprintable = /[\p{Cc}\p{Surrogate}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Ids, paths and names in messages are what somebody has written, whatever that may be. */
function onOneLine(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function relatedLocation({ document, path, message, target = "value" }: RelatedOrigin): RelatedLocation {
  return { message: onOneLine(message), file: document.file, ...document.range(path, target) };
}

function withRelated(diagnostic: Diagnostic, more: readonly RelatedLocation[]): Diagnostic {
  const related = [...(diagnostic.related ?? [])];
  for (const location of more) {
    const isKnown = related.some((one) => JSON.stringify(one) === JSON.stringify(location));
    if (!isKnown && related.length < maxRelated) related.push(location);
  }
  return related.length === 0 ? diagnostic : { ...diagnostic, related };
}
