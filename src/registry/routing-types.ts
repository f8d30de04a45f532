import type { RoutingRule, RoutingValue } from "../contract/kind.js";

/** What routing rules compare, by input name. */
export type RoutingInput = { readonly [input: string]: RoutingValue | undefined };

/** One row of a decision table as a type: what it asks for, and what it picks. */
export interface RouteType {
  /** Input name → union of the accepted values; `{}` in a row that takes everything. */
  readonly when: object;
  readonly use: string;
}

/**
 * The provider that a decision table picks for an input, as a type: the literal id where the input's types decide every
 * row, otherwise the union of the ids that are possible, and `never` where no row can match.
 */
export type Decide<Rules, Input, Possible = never> = Rules extends readonly [
  infer Rule extends RouteType,
  ...infer Rest,
]
  ? {
      yes: Possible | Rule["use"];
      maybe: Decide<Rest, Input, Possible | Rule["use"]>;
      no: Decide<Rest, Input, Possible>;
    }[Matches<Rule["when"], Input>]
  : Rules extends readonly []
    ? Possible
    : Rules extends readonly (infer Rule extends RouteType)[]
      ? Possible | Rule["use"]
      : string;

/** Whether a row takes an input: surely, surely not, or for some of its possible values. */
type Matches<When, Input> = Combined<
  {
    [Name in keyof When]-?: MatchesValue<When[Name], Name extends keyof Input ? Input[Name] : undefined>;
  }[keyof When]
>;

type Combined<Verdicts> = "no" extends Verdicts ? "no" : "maybe" extends Verdicts ? "maybe" : "yes";

type MatchesValue<Wanted, Value> = 0 extends 1 & Value
  ? "maybe"
  : [Value] extends [Wanted]
    ? "yes"
    : [Extract<Value, Wanted> | Extract<Wanted, Value>] extends [never]
      ? "no"
      : "maybe";

/** The names of the inputs that any row of a table looks at. */
export type InputNames<Rules> = Rules extends readonly (infer Rule)[]
  ? Rule extends { readonly when: infer When }
    ? keyof When
    : never
  : string;

/** What `resolve` takes for an id: the inputs of the table behind a virtual id, anything for other ids. */
export type InputsOf<Routes, Id> = Id extends keyof Routes
  ? { readonly [Name in InputNames<Routes[Id]>]?: RoutingValue | undefined }
  : unknown;

/** Refuses inputs that no row looks at, which are most likely misspelt. */
export type KnownInputs<Routes, Id, Input> = Id extends keyof Routes
  ? [InputNames<Routes[Id]>] extends [never]
    ? unknown
    : string extends keyof Input
      ? unknown
      : { readonly [Name in Exclude<keyof Input, InputNames<Routes[Id]>>]: never }
  : unknown;

/** How one row of the decision table fared. */
export interface RoutingStep {
  /** Place of the row in the table, from 0. */
  readonly index: number;
  readonly rule: RoutingRule;
  readonly matched: boolean;
  /** Why, in words: `runtime "oci" is none of: node, wasm`. */
  readonly reason: string;
}

/** What `resolve` found. */
export interface Resolution<Id extends string = string> {
  /** Id of the provider to use; it is registered, and its capabilities allow the input. */
  readonly id: Id;
  /** The virtual id that was resolved; absent when a provider was asked for by its id. */
  readonly virtual?: string;
  /** The row that decided, counted from 0; absent without a virtual id. */
  readonly rule?: number;
  /** The rows that were looked at, in order; the last one decided. Empty without a virtual id. */
  readonly steps: readonly RoutingStep[];
  /** The decision in one line: `auto → isolate, because runtime "node" is one of: node, wasm`. */
  readonly explanation: string;
}
