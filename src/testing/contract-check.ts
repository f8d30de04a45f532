import type { Workbench } from "./workbench.js";

/** One thing that every provider of the kind has to do. */
export interface ContractCheck {
  /** A sentence whose subject is the provider. */
  readonly name: string;
  /** Fails by throwing an error that says what the provider does instead. */
  run(bench: Workbench): Promise<void>;
}
