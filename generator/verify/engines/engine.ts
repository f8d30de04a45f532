import type { JsonSchema } from "../../../src/contract/json-schema.js";

/** Whether a value is valid. A text says why an engine failed to answer; undefined is no opinion. */
export type Verdict = boolean | string | undefined;

/**
 * What an engine that cannot express every keyword promises all the same: it accepts what `accepts` accepts, and refuses
 * what `refuses` refuses. Between the two it is free, and what falls there is counted.
 */
export interface Limits {
  readonly accepts: JsonSchema;
  readonly refuses: JsonSchema;
  /** Whether the engine's language has no words, or not all, for a keyword. */
  readonly lacks: (keyword: string) => boolean;
}

/** Something that gives verdicts on one subject's values, from one generated artefact. */
export interface Engine {
  /** Such as `validator` or `editor schema (ajv)`; the same for all subjects. */
  readonly name: string;
  /** The generated file that the verdicts come from. */
  readonly artefact: string;
  /** Absent for an engine that has to agree on every value. */
  readonly limits?: Limits;
  /** A slow engine sees so many cases of each subject, evenly spread. Default: every case. */
  readonly sample?: number;
  judge(values: readonly unknown[]): Promise<readonly Verdict[]>;
}

/** An engine around a function that answers at once; what it throws is its answer. */
export function judging(validate: (value: unknown) => boolean): Engine["judge"] {
  return async (values) =>
    values.map((value) => {
      try {
        return validate(value);
      } catch (error) {
        return `it fails: ${String(error).split("\n")[0]}`;
      }
    });
}

/** An engine that cannot be set up, because its artefact is broken: that is its verdict on everything. */
export function brokenEngine(name: string, artefact: string, error: unknown): Engine {
  const verdict = `it cannot be used: ${String(error).split("\n")[0]}`;
  return { name, artefact, judge: async (values) => values.map(() => verdict) };
}
