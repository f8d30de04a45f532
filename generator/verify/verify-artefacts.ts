import type { JsonSchema } from "../../src/contract/json-schema.js";
import { byCodeUnit } from "../../src/validation/json-value.js";
import { forEachSubschema, isSchemaObject } from "../../src/validation/schema-keywords.js";
import type { OutputFile } from "../emit/output-file.js";
import type { Model } from "../model/model.js";
import { Artefacts } from "./artefacts.js";
import { choiceSubject } from "./choice-subject.js";
import { documentSubject } from "./document-subject.js";
import type { Engine } from "./engines/engine.js";
import { loadSecondEngine } from "./engines/second-engine.js";
import { createTypeProgram } from "./engines/type-program.js";
import { providerSubject } from "./provider-subject.js";
import type { Subject } from "./subject.js";
import {
  DEFAULT_CASES,
  DEFAULT_SEED,
  type EngineReport,
  type Verification,
  type VerifySettings,
} from "./verification.js";
import { type EngineTally, type SubjectResult, verifySubject } from "./verify-subject.js";

/** Sets up one more engine for whole documents, from what was generated: the run time's. */
export type DocumentEngine = (model: Model, artefacts: Artefacts) => Promise<Engine>;

/** Called before each subject. */
export type OnSubject = (subject: string, done: number, of: number) => void;

/**
 * Holds the files that were generated from a model against each other: every artefact has to give the same verdict on
 * every value, as far as its language can express it.
 *
 * @throws SecondEngineMissing when the package of the second engine is not installed.
 */
export async function verifyArtefacts(
  model: Model,
  files: readonly OutputFile[],
  settings: VerifySettings & { readonly documentEngine?: DocumentEngine } = {},
  onSubject: OnSubject = () => {},
): Promise<Verification> {
  const { cases = DEFAULT_CASES, seed = DEFAULT_SEED } = settings;
  const subjects = await listSubjects(model, new Artefacts(files), settings);
  const results: SubjectResult[] = [];
  for (const [index, subject] of subjects.entries()) {
    onSubject(subject.name, index, subjects.length);
    // What does not divide goes to the first ones, so that the sum is what was asked for.
    const share = Math.floor(cases / subjects.length) + (index < cases % subjects.length ? 1 : 0);
    results.push(await verifySubject(subject, share, seed));
  }
  return summary(results, seed);
}

/** Everything that a manifest makes valid or invalid. */
async function listSubjects(
  model: Model,
  artefacts: Artefacts,
  { kind: only, documentEngine }: VerifySettings & { readonly documentEngine?: DocumentEngine } = {},
): Promise<Subject[]> {
  const shared = { second: await loadSecondEngine(), types: await createTypeProgram(artefacts.files) };
  const kinds = model.kinds.filter(({ id, providers }) => (only ?? id) === id && providers.length > 0);
  const subjects: Subject[] = [];
  for (const kind of kinds) {
    for (const provider of kind.providers)
      subjects.push(await providerSubject(kind, provider, artefacts, shared));
    subjects.push(await choiceSubject(kind, artefacts, shared));
  }
  if (model.document !== undefined && only === undefined) {
    const subject = await documentSubject(model, model.document, artefacts, shared);
    const runtime = documentEngine === undefined ? [] : [await documentEngine(model, artefacts)];
    subjects.push({ ...subject, engines: [...runtime, ...subject.engines] });
  }
  return subjects;
}

function summary(results: readonly SubjectResult[], seed: number): Verification {
  const keywords = addUp(results.map((result) => result.keywords));
  const failed = new Set(results.flatMap((result) => [...result.failed]));
  const used = new Set<string>();
  for (const { subject } of results) collectUsed(subject.schema, used);
  return {
    seed,
    cases: results.reduce((sum, result) => sum + result.cases, 0),
    subjects: results.map(({ subject, cases, valid, disagreements }) => ({
      ...{ subject: subject.name, cases, valid, disagreements: disagreements.length },
    })),
    engines: engineReports(results.flatMap(({ tallies }) => tallies)),
    disagreements: results.flatMap(({ disagreements }) => disagreements),
    keywords,
    untested: [...used].filter((keyword) => !failed.has(keyword)).sort(),
  };
}

/** The keywords that can fail; those of a question, such as `if`, only decide what else applies. */
function collectUsed(schema: JsonSchema, used: Set<string>): void {
  if (!isSchemaObject(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (assertions.has(keyword) || (closings.has(keyword) && value === false)) used.add(keyword);
  }
  forEachSubschema(schema, (part, keyword) => {
    if (!questions.has(keyword)) collectUsed(part, used);
  });
}

const questions: ReadonlySet<string> = new Set(["if", "not", "contains"]);
/** Keywords that can fail themselves; the others hand the value on to other schemas, or say something about it. */
const assertions: ReadonlySet<string> = new Set([
  ..."type enum const multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern".split(
    " ",
  ),
  ..."format minItems maxItems uniqueItems contains maxContains required dependentRequired".split(" "),
  ..."minProperties maxProperties propertyNames not".split(" "),
]);
/** Those that fail themselves only where they say that there is nothing more. */
const closings: ReadonlySet<string> = new Set(
  "items unevaluatedItems additionalProperties unevaluatedProperties".split(" "),
);

function engineReports(tallies: readonly EngineTally[]): EngineReport[] {
  const byEngine = new Map<string, EngineTally[]>();
  for (const tally of tallies) {
    byEngine.set(tally.engine.name, [...(byEngine.get(tally.engine.name) ?? []), tally]);
  }
  return [...byEngine].map(([engine, own]) => {
    const sum = (member: "cases" | "accepted" | "disagreements"): number =>
      own.reduce((total, tally) => total + tally[member], 0);
    return {
      engine,
      cases: sum("cases"),
      accepted: sum("accepted"),
      disagreements: sum("disagreements"),
      cannotExpress: addUp(own.map(({ cannotExpress }) => cannotExpress)),
      stricter: addUp(own.map(({ stricter }) => stricter)),
    };
  });
}

function addUp(counts: readonly ReadonlyMap<string, number>[]): { readonly [keyword: string]: number } {
  const total = new Map<string, number>();
  for (const [keyword, count] of counts.flatMap((map) => [...map]))
    total.set(keyword, (total.get(keyword) ?? 0) + count);
  return Object.fromEntries([...total].sort(([a], [b]) => byCodeUnit(a, b)));
}
