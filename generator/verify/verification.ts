import type { Verdict } from "./engines/engine.js";

/** What is verified, and how thoroughly. */
export interface VerifySettings {
  /** Over all subjects together. Default: 10,000. */
  readonly cases?: number;
  /** Default: 1. The same seed gives the same cases. */
  readonly seed?: number;
  /** Only this kind: its providers' configs and its choice. Default: everything. */
  readonly kind?: string;
}

export const DEFAULT_CASES = 10_000;
export const DEFAULT_SEED = 1;

/** A value on which two artefacts differ, made as small as it can be. */
export interface Disagreement {
  readonly subject: string;
  readonly kind?: string;
  readonly provider?: string;
  /** The engine that differs from what the schema says. */
  readonly engine: string;
  /** The file that its verdict comes from. */
  readonly artefact: string;
  readonly value: unknown;
  /** What is right. */
  readonly expected: boolean;
  /** The keywords that the value does not satisfy; empty if it is valid. */
  readonly keywords: readonly string[];
  /** The verdict of every engine on the value. */
  readonly verdicts: { readonly [engine: string]: Verdict };
  /** How many cases showed it before it was made smaller. */
  readonly cases: number;
}

/** What one engine did. */
export interface EngineReport {
  readonly engine: string;
  /** Cases that it gave a verdict on. */
  readonly cases: number;
  readonly accepted: number;
  readonly disagreements: number;
  /** Keyword → invalid cases that it accepted because it has no words for the keyword; sorted. */
  readonly cannotExpress: { readonly [keyword: string]: number };
  /** Keyword → valid cases that it refused because it asks for more than the schema: types do, see `docs/verify.md`. */
  readonly stricter: { readonly [keyword: string]: number };
}

/** What came of one subject. */
export interface SubjectReport {
  readonly subject: string;
  readonly cases: number;
  readonly valid: number;
  readonly disagreements: number;
}

/** The result of a run. The same manifest, settings and version of provc give the same result. */
export interface Verification {
  readonly seed: number;
  readonly cases: number;
  readonly subjects: readonly SubjectReport[];
  readonly engines: readonly EngineReport[];
  readonly disagreements: readonly Disagreement[];
  /** Keyword → invalid cases in which it was not satisfied; sorted. */
  readonly keywords: { readonly [keyword: string]: number };
  /** Keywords that a schema uses and that no case failed. */
  readonly untested: readonly string[];
}
