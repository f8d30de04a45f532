import { matchesSchema } from "../../src/validation/evaluation/evaluate-schema.js";
import { Mutator } from "./cases/mutate.js";
import { Random } from "./cases/random.js";
import { compareVerdict } from "./compare.js";
import type { Engine, Verdict } from "./engines/engine.js";
import { Faults } from "./faults.js";
import { shrink } from "./shrink.js";
import type { Subject } from "./subject.js";
import type { Disagreement } from "./verification.js";

/** What one engine said of a subject's cases. */
export interface EngineTally {
  readonly engine: Engine;
  cases: number;
  accepted: number;
  disagreements: number;
  readonly cannotExpress: Map<string, number>;
  readonly stricter: Map<string, number>;
}

/** What came of all the cases of a subject. */
export interface SubjectResult {
  readonly subject: Subject;
  readonly cases: number;
  readonly valid: number;
  readonly tallies: readonly EngineTally[];
  readonly keywords: ReadonlyMap<string, number>;
  /** All keywords that failed, those of every branch of a union included. */
  readonly failed: ReadonlySet<string>;
  readonly disagreements: readonly Disagreement[];
}

/** So many counterexamples of one engine are made smaller; what is the same in the end is shown once. */
const MOST_EXAMPLES = 6;

/** Generates cases for a subject and compares what the engines say of each. */
export async function verifySubject(subject: Subject, cases: number, seed: number): Promise<SubjectResult> {
  const values = makeCases(subject, cases, seed);
  const known = new Faults(subject.schema);
  const faults = values.map((value) => known.of(value));
  const tallies: EngineTally[] = [];
  const disagreements: Disagreement[] = [];
  for (const engine of subject.engines) {
    const { tally, wrong } = await examine(subject, engine, values, known);
    tallies.push(tally);
    disagreements.push(...(await explain(subject, engine, wrong, known)));
  }
  const keywords = new Map<string, number>();
  for (const keyword of faults.flat()) count(keywords, keyword);
  return {
    subject,
    cases: values.length,
    valid: faults.filter((fault) => fault.length === 0).length,
    tallies,
    keywords,
    failed: new Set(values.flatMap((value) => [...known.everywhere(value)])),
    disagreements,
  };
}

/** Valid values and mutants of them; few are the same, since every keyword's next fault has its turn. */
function makeCases(subject: Subject, cases: number, seed: number): unknown[] {
  const random = new Random(`${seed}:${subject.name}`);
  const mutator = new Mutator(subject.schema, random, subject.strangeNames);
  const values: unknown[] = [];
  let base = subject.base(random);
  while (values.length < cases) {
    if (values.length % 8 === 0) {
      base = subject.base(random);
      values.push(base);
      continue;
    }
    const once = mutator.mutate(base).value;
    values.push(random.chance(0.1) ? mutator.mutate(once).value : once);
  }
  return values;
}

async function examine(
  subject: Subject,
  engine: Engine,
  values: readonly unknown[],
  faults: Faults,
): Promise<{ tally: EngineTally; wrong: unknown[] }> {
  const { sample = values.length } = engine;
  const every = Math.max(1, Math.ceil(values.length / sample));
  // The offset moves on, since every eighth value is one that nothing was changed in.
  const chosen = [...values.keys()].filter((index) => index % every === Math.floor(index / every) % every);
  const verdicts = await engine.judge(chosen.map((index) => values[index]));
  const tally: EngineTally = {
    engine,
    cases: chosen.length,
    accepted: 0,
    disagreements: 0,
    cannotExpress: new Map(),
    stricter: new Map(),
  };
  const wrong: unknown[] = [];
  const demands = new Faults(engine.limits?.accepts ?? true);
  for (const [place, index] of chosen.entries()) {
    const verdict = verdicts[place];
    if (verdict === true) tally.accepted++;
    const judgement = compareVerdict(engine, subject.schema, values[index], verdict);
    if (judgement === "disagrees") {
      tally.disagreements++;
      wrong.push(values[index]);
    }
    if (judgement === "cannot-express") {
      for (const keyword of faults.of(values[index], engine.limits?.lacks))
        count(tally.cannotExpress, keyword);
    }
    if (judgement === "stricter") {
      for (const keyword of demands.of(values[index])) count(tally.stricter, keyword);
    }
  }
  return { tally, wrong };
}

/** Makes counterexamples small, and says of each what every engine thinks of it. */
async function explain(
  subject: Subject,
  engine: Engine,
  wrong: readonly unknown[],
  faults: Faults,
): Promise<Disagreement[]> {
  const found = new Map<string, Disagreement>();
  for (const group of groupByCause(faults, wrong).slice(0, MOST_EXAMPLES)) {
    const [first] = group;
    const expected = matchesSchema(subject.schema, subject.schema, first);
    const value = await shrink(first, async (candidates) => {
      const verdicts = await engine.judge(candidates);
      return candidates.map(
        (candidate, index) =>
          matchesSchema(subject.schema, subject.schema, candidate) === expected &&
          compareVerdict(engine, subject.schema, candidate, verdicts[index]) === "disagrees",
      );
    });
    const text = JSON.stringify(value);
    const known = found.get(text);
    const { name, kind, provider } = subject;
    found.set(text, {
      subject: name,
      ...(kind === undefined ? {} : { kind }),
      ...(provider === undefined ? {} : { provider }),
      engine: engine.name,
      artefact: engine.artefact,
      value,
      expected,
      keywords: faults.of(value),
      verdicts: await allVerdicts(subject, value),
      cases: group.length + (known?.cases ?? 0),
    });
  }
  return [...found.values()];
}

/** Values that go wrong for different reasons, as far as can be told; the most frequent reason first. */
function groupByCause(faults: Faults, wrong: readonly unknown[]): (readonly unknown[])[] {
  const groups = new Map<string, unknown[]>();
  for (const value of wrong) {
    const cause = faults.of(value).join(" ");
    groups.set(cause, [...(groups.get(cause) ?? []), value]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

async function allVerdicts(
  { engines }: Subject,
  value: unknown,
): Promise<{ readonly [engine: string]: Verdict }> {
  const verdicts: [string, Verdict][] = [];
  for (const engine of engines) {
    const [verdict] = await engine.judge([value]);
    if (verdict !== undefined) verdicts.push([engine.name, verdict]);
  }
  return Object.fromEntries(verdicts);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
