import {
  compareDiagnostics,
  type Diagnostic,
  type RelatedLocation,
  type Severity,
  type SuggestedFix,
} from "../diagnostics/diagnostic.js";
import { type DocumentPath, toDottedPath, toPointer } from "../source/json-pointer.js";
import { LineIndex } from "../source/line-index.js";
import type { RangeTarget, SourceDocument } from "../source/source-document.js";
import { walkPath } from "../source/source-node.js";

/** A finding whose place is still a path. */
export interface Finding {
  readonly code: string;
  /** Default: `error`. */
  readonly severity?: Severity;
  readonly message: string;
  readonly path: DocumentPath;
  readonly target: RangeTarget;
  readonly hint?: string | undefined;
  readonly kind?: string | undefined;
  readonly provider?: string | undefined;
  /** What belongs at the place, where there is one candidate. */
  readonly replacement?: SuggestedFix["value"] | undefined;
  /** An edit at another place that mends it. */
  readonly fix?: SuggestedFix | undefined;
}

/** Gives findings their places in the source, sorted; what is the same mistake is there once. */
export function placeFindings(findings: readonly Finding[], source: SourceDocument): Diagnostic[] {
  const lines = new LineIndex(source.text);
  const placed = findings.map((finding): [key: string, diagnostic: Diagnostic] => {
    const { code, severity = "error", message, path, target, hint, kind, provider } = finding;
    const range = source.range(path, target);
    const related = throughAlias(finding, source, lines);
    const fix = fixOf(finding);
    const diagnostic = {
      ...{ code, severity, message, file: source.file, ...range, path: toPointer(path) },
      ...(hint !== undefined && { hint }),
      ...(kind !== undefined && { kind }),
      ...(provider !== undefined && { provider }),
      ...(related !== undefined && { related: [related] }),
      ...(fix !== undefined && { fix }),
    };
    // A mistake behind an anchor is found at each alias, with another path in the message.
    const key = JSON.stringify([code, range, withoutPath(message, path)]);
    return [key, diagnostic];
  });
  placed.sort(([, a], [, b]) => compareDiagnostics(a, b));
  const first = new Map<string, Diagnostic>();
  for (const [key, diagnostic] of placed) {
    const known = first.get(key);
    if (known === undefined || (known.related !== undefined && diagnostic.related === undefined)) {
      first.set(key, diagnostic);
    }
  }
  return [...first.values()].sort(compareDiagnostics);
}

function fixOf({ path, target, replacement, fix }: Finding): SuggestedFix | undefined {
  return fix ?? (replacement === undefined ? undefined : { path, target, value: replacement });
}

/** A message with the path, or a parent of it, taken out. */
function withoutPath(message: string, path: DocumentPath): string {
  let result = message;
  for (let length = path.length; length > 0; length--) {
    result = result.replaceAll(toDottedPath(path.slice(0, length)), "");
  }
  return result;
}

/** Where the place is used, when it is written elsewhere: the outermost alias on the way. */
function throughAlias(
  { path }: Finding,
  source: SourceDocument,
  lines: LineIndex,
): RelatedLocation | undefined {
  if (source.root === undefined) return undefined;
  const alias = walkPath(source.root, path).find((child) => child.alias !== undefined)?.alias;
  if (alias === undefined) return undefined;
  return { message: "used here", file: source.file, ...lines.range(alias.start, alias.end) };
}
