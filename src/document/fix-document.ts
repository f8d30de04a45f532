import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { toPointer } from "../source/json-pointer.js";
import { parseSource } from "../source/parse-source.js";
import { replaceScalar } from "../source/replace-scalar.js";
import type { SourceDocument } from "../source/source-document.js";
import { applyEdits, type TextEdit } from "../source/text-edit.js";
import { checkDocument } from "./check-document.js";
import type { DocumentDefinition } from "./document-definition.js";
import type { CheckDocumentOptions, CheckedDocument } from "./document-result.js";
import { mostFindings } from "./first-findings.js";

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
    if (outcome.fixed.length === 0) return { text: state.text, fixed, document: await fixer.told(state) };
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
/** How many characters all of its attempts check together at most; a few attempts check more if the text is long. */
const maxChecked = 2 ** 20;

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
    // All that is wrong, however much: what an edit brings must not be taken for what had no room before.
    const options = { ...this.#options, most: Number.POSITIVE_INFINITY };
    return { text, source, checked: await checkDocument(source, this.#definition, options) };
  }

  /** What is told in the end. */
  async told({ source, checked }: State): Promise<CheckedDocument> {
    const isAll = checked.diagnostics.length <= (this.#options.most ?? mostFindings);
    return isAll ? checked : checkDocument(source, this.#definition, this.#options);
  }

  /** Makes those of the edits that do what they should: all at once if possible. */
  async pass(state: State): Promise<Outcome> {
    this.#attempts = 0;
    return this.#attempt(state, candidatesOf(state));
  }

  async #attempt(state: State, candidates: readonly Candidate[]): Promise<Outcome> {
    const enough = Math.min(maxAttempts, Math.max(8, Math.floor(maxChecked / state.text.length)));
    if (candidates.length === 0 || this.#attempts++ >= enough) return { state, fixed: [] };
    const edits = candidates.map(({ edit }) => edit);
    const next = await this.examine(applyEdits(state.text, edits));
    const added = addedPaths(state, next, candidates);
    if (added.length === 0) return { state: next, fixed: candidates };
    if (candidates.length === 1) return { state, fixed: [] };
    const [first, second] = parted(candidates, added);
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

/**
 * Two parts of the edits, to be made one after the other: those that have nothing to do with what has come, which stands
 * most likely where the edit is to blame for it, and the rest. Where all are suspect, some edits of each object, because
 * objects that are alike have the same mistakes; where no object has several, one half of them.
 */
function parted(
  candidates: readonly Candidate[],
  added: readonly string[],
): [first: Candidate[], second: Candidate[]] {
  const blamed = new Set(added.flatMap(enclosing));
  const counts = new Map<string, number>();
  const ranked = candidates.map((candidate, index) => {
    const object = objectOf(candidate);
    return { candidate, index, isSuspect: blamed.has(object), rank: add(counts, object, 1) - 1 };
  });
  const split = (isFirst: (one: (typeof ranked)[number]) => boolean): [Candidate[], Candidate[]] => [
    ranked.filter(isFirst).map(({ candidate }) => candidate),
    ranked.filter((one) => !isFirst(one)).map(({ candidate }) => candidate),
  ];
  const suspects = ranked.filter(({ isSuspect }) => isSuspect).length;
  if (suspects > 0 && suspects < ranked.length) return split(({ isSuspect }) => !isSuspect);
  const most = Math.max(0, ...new Set(counts.values()));
  if (most > 1) return split(({ rank }) => rank < most / 2);
  return split(({ index }) => index < ranked.length >> 1);
}

/** The pointer of the object that an edit is made in. */
function objectOf({ diagnostic: { fix } }: Candidate): string {
  return toPointer(fix?.path.slice(0, -1) ?? []);
}

/** A pointer and those of all that is around it. */
function enclosing(pointer: string): string[] {
  const pointers = [pointer];
  for (let end = pointer.lastIndexOf("/"); end >= 0; end = pointer.lastIndexOf("/", end - 1)) {
    pointers.push(pointer.slice(0, end));
    if (end === 0) break;
  }
  return pointers;
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
