import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { toPointer } from "../source/json-pointer.js";
import { parseSource } from "../source/parse-source.js";
import { replaceScalar } from "../source/replace-scalar.js";
import type { SourceDocument } from "../source/source-document.js";
import { applyEdits, type TextEdit } from "../source/text-edit.js";
import { checkDocument } from "./check-document.js";
import type { DocumentDefinition } from "./document-definition.js";
import type { CheckDocumentOptions, CheckedDocument } from "./document-result.js";

/** A text in which everything is mended that has one answer. */
export interface FixedDocument {
  readonly text: string;
  /** What was mended, as it was found; empty when nothing was. */
  readonly fixed: readonly Diagnostic[];
  /** What came of checking the new text. */
  readonly document: CheckedDocument;
}

export interface FixDocumentOptions extends CheckDocumentOptions {
  /** The name that diagnostics show; it also tells the format. */
  readonly file: string;
}

/**
 * Mends a YAML or JSON document by edits of single keys and values; comments, layout, anchors and line ends stay. An edit
 * counts only if the diagnostic is gone with it and no other one has come, so a second run has nothing left to do.
 */
export async function fixDocument(
  text: string,
  definition: DocumentDefinition,
  options: FixDocumentOptions,
): Promise<FixedDocument> {
  const fixer = new Fixer(definition, options);
  let state = await fixer.examine(text);
  const fixed: Diagnostic[] = [];
  for (;;) {
    const outcome = await fixer.pass(state);
    if (outcome.fixed.length === 0) return { text: state.text, fixed, document: state.checked };
    fixed.push(...outcome.fixed.map(({ diagnostic }) => diagnostic));
    state = outcome.state;
  }
}

interface State {
  readonly text: string;
  readonly source: SourceDocument;
  readonly checked: CheckedDocument;
}

interface Candidate {
  readonly diagnostic: Diagnostic;
  /** Where the edit starts in the text that the pass began with. */
  readonly origin: number;
  readonly edit: TextEdit;
}

interface Outcome {
  readonly state: State;
  readonly fixed: readonly Candidate[];
}

/** How often a pass checks the whole document at most; each check takes as long as validating it. */
const maxAttempts = 40;

class Fixer {
  #attempts = 0;
  readonly #definition: DocumentDefinition;
  readonly #options: FixDocumentOptions;

  constructor(definition: DocumentDefinition, options: FixDocumentOptions) {
    this.#definition = definition;
    this.#options = options;
  }

  async examine(text: string): Promise<State> {
    const source = parseSource(text, { file: this.#options.file });
    return { text, source, checked: await checkDocument(source, this.#definition, this.#options) };
  }

  /** Makes those of the edits that do what they should: all at once if possible. */
  async pass(state: State): Promise<Outcome> {
    this.#attempts = 0;
    return this.#attempt(state, candidatesOf(state));
  }

  async #attempt(state: State, candidates: readonly Candidate[]): Promise<Outcome> {
    if (candidates.length === 0 || this.#attempts++ >= maxAttempts) return { state, fixed: [] };
    const edits = candidates.map(({ edit }) => edit);
    const next = await this.examine(applyEdits(state.text, edits));
    const added = addedPaths(state, next, candidates);
    if (added.length === 0) return { state: next, fixed: candidates };
    if (candidates.length === 1) return { state, fixed: [] };
    // What has come stands most likely where the edit is to blame for it.
    const suspects = candidates.filter((candidate) => added.some((path) => isNear(candidate, path)));
    const isSplit = suspects.length > 0 && suspects.length < candidates.length;
    const middle = candidates.length >> 1;
    const first = isSplit
      ? candidates.filter((candidate) => !suspects.includes(candidate))
      : candidates.slice(0, middle);
    const second = isSplit ? suspects : candidates.slice(middle);
    const done = await this.#attempt(state, first);
    const rest = await this.#attempt(
      done.state,
      second.map((candidate) => moved(candidate, done.fixed)),
    );
    return { state: rest.state, fixed: [...done.fixed, ...rest.fixed] };
  }
}

/** The edits that the diagnostics suggest, by place; of several for one place the first. */
function candidatesOf({ source, checked }: State): Candidate[] {
  const all = checked.diagnostics.flatMap((diagnostic): Candidate[] => {
    const { fix } = diagnostic;
    const edit = fix && replaceScalar(source, fix.path, fix.target, fix.value);
    return edit === undefined ? [] : [{ diagnostic, origin: edit.start, edit }];
  });
  all.sort((a, b) => a.edit.start - b.edit.start);
  const kept: Candidate[] = [];
  for (const candidate of all) if (candidate.edit.start >= (kept.at(-1)?.edit.end ?? 0)) kept.push(candidate);
  return kept;
}

/** The same edit after others were made before it. */
function moved(candidate: Candidate, made: readonly Candidate[]): Candidate {
  const { edit, origin } = candidate;
  const by = made
    .filter((other) => other.origin < origin)
    .reduce((sum, other) => sum + other.edit.text.length - (other.edit.end - other.edit.start), 0);
  return { ...candidate, edit: { ...edit, start: edit.start + by, end: edit.end + by } };
}

/** Paths of the diagnostics that have come, and of the candidates that are still there; empty when all is mended. */
function addedPaths(before: State, after: State, candidates: readonly Candidate[]): string[] {
  const left = new Map<string, number>();
  for (const diagnostic of before.checked.diagnostics) add(left, identity(diagnostic), 1);
  for (const { diagnostic } of candidates) add(left, identity(diagnostic), -1);
  return after.checked.diagnostics
    .filter((diagnostic) => add(left, identity(diagnostic), -1) < 0)
    .map(({ path }) => path);
}

/** Whether a path leads into the object that a candidate's edit is made in. */
function isNear({ diagnostic: { fix } }: Candidate, path: string): boolean {
  const object = toPointer(fix?.path.slice(0, -1) ?? []);
  return path === object || path.startsWith(`${object}/`);
}

function add(counts: Map<string, number>, key: string, by: number): number {
  const count = (counts.get(key) ?? 0) + by;
  counts.set(key, count);
  return count;
}

/** What makes a diagnostic the same one after an edit has moved it. */
function identity({ code, severity, path, message }: Diagnostic): string {
  return JSON.stringify([code, severity, path, message]);
}
