import {
  compareDiagnostics,
  type Diagnostic,
  hasErrors,
  type RelatedLocation,
  type SourceRange,
} from "../diagnostics/diagnostic.js";
import type { DocumentPath } from "./json-pointer.js";
import { maxSyntaxProblems } from "./limits.js";
import { LineIndex } from "./line-index.js";
import type { RangeTarget, SourceDocument } from "./source-document.js";
import { type SourceNode, type SyntaxProblem, walkPath } from "./source-node.js";

export interface TreeSourceParts {
  readonly file: string;
  readonly text: string;
  readonly root?: SourceNode | undefined;
  readonly value?: unknown;
  readonly problems?: readonly SyntaxProblem[];
}

/** A source document whose positions come from a tree of nodes, whatever language the text is in. */
export function treeSource(parts: TreeSourceParts): SourceDocument {
  return new TreeSource(parts);
}

/** A document that was not even looked at, with the one diagnostic that says why. */
export function refusedSource(
  file: string,
  message: string,
  more: { readonly hint?: string; readonly text?: string; readonly offset?: number } = {},
): SourceDocument {
  const { hint, text = "", offset = 0 } = more;
  const problem = { start: offset, end: offset, message, ...(hint === undefined ? {} : { hint }) };
  return new TreeSource({ file, text, problems: [problem] });
}

class TreeSource implements SourceDocument {
  readonly file: string;
  readonly text: string;
  readonly root: SourceNode | undefined;
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  readonly #lines: LineIndex;

  constructor({ file, text, root, value, problems = [] }: TreeSourceParts) {
    this.file = file;
    this.text = text;
    this.root = root;
    this.#lines = new LineIndex(text);
    this.diagnostics = problems
      .map((problem) => this.#diagnostic(problem))
      .sort(compareDiagnostics)
      .slice(0, maxSyntaxProblems);
    this.value = hasErrors(this.diagnostics) ? undefined : value;
  }

  range(path: DocumentPath, target: RangeTarget): SourceRange {
    const root = this.root;
    if (root === undefined) return this.#lines.range(0, 0);
    const children = walkPath(root, path);
    const last = children.at(-1);
    if (last === undefined) return this.#lines.range(root.start, root.start);
    // What is missing is shown at the key of what should hold it, and so is an empty value at its own key.
    const isMissing = children.length < path.length;
    const isEmpty = last.node.start === last.node.end;
    if ("keyStart" in last && (target === "key" || isMissing || isEmpty)) {
      return this.#lines.range(last.keyStart, last.keyEnd);
    }
    return this.#lines.range(last.node.start, last.node.end);
  }

  #diagnostic({ start, end, message, hint, severity, code, related }: SyntaxProblem): Diagnostic {
    return {
      code: code ?? "syntax",
      severity: severity ?? "error",
      message,
      file: this.file,
      ...this.#lines.range(start, end),
      path: "",
      ...(hint === undefined ? {} : { hint }),
      ...(related === undefined ? {} : { related: [this.#related(related)] }),
    };
  }

  #related({ start, end, message }: NonNullable<SyntaxProblem["related"]>): RelatedLocation {
    return { message, file: this.file, ...this.#lines.range(start, end) };
  }
}
