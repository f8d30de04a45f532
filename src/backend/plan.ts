/** One step of what a provider would do. */
export interface PlanStep {
  /** A name in the manner of `BuildImage`, stable across releases. */
  readonly name: string;
  /** What would happen, in one line for the user. */
  readonly description: string;
  /** The exact argument list that would be run. Secrets are never part of one. */
  readonly command?: readonly string[];
  /** The folder that the command would run in; an absolute path. */
  readonly folder?: string;
  /** Names of the variables that the command would get on top of those it inherits. Their values are not shown. */
  readonly variables?: readonly string[];
}

/** What a provider would do, in order. */
export interface ProviderPlan {
  /** The provider's id. */
  readonly provider: string;
  readonly steps: readonly PlanStep[];
}
