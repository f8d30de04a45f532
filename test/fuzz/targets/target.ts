import type { FuzzInput } from "../fuzz-input.js";

/** A way into provc that takes any input. */
export interface Target {
  /** What is wrong with what came of the input; empty when all is well. */
  run(input: FuzzInput): Promise<string[]>;
  close(): void;
}
