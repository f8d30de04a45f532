import type { Engine, Limits } from "./engine.js";
import type { TypeProgram } from "./type-program.js";

/** The compiler's answers take a millisecond each. */
const SAMPLE = 300;

/** The engine of a generated type: a value is valid if `tsc` lets it be written where the type is asked for. */
export function emittedTypes(program: TypeProgram, artefact: string, type: string, limits: Limits): Engine {
  return {
    name: "types",
    artefact,
    limits,
    sample: SAMPLE,
    async judge(values) {
      try {
        return program.assignable(artefact, type, values);
      } catch (error) {
        return values.map(() => `it cannot be used: ${String(error).split("\n")[0]}`);
      }
    },
  };
}
