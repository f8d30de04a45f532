import type { ValidatorModule } from "../../contract/validator.js";
import type { CheckResult, ConfigChecker } from "../checker.js";

/**
 * A checker around a precompiled validator. The words for what is wrong, and what finds them, are imported with the first
 * mistake: a program whose configs are valid never loads them.
 */
export async function staticChecker(module: ValidatorModule): Promise<ConfigChecker> {
  const { failures, schema, validate } = module;
  if (failures === undefined) {
    const { validatorChecker } = await import("./validator-checker.js");
    return validatorChecker(validate, schema);
  }
  return {
    schema,
    check(value, context) {
      try {
        if (validate(value)) return { value, issues: [] };
      } catch (error) {
        return withWords(({ refuseDepth }) => refuseDepth(error, value, context));
      }
      return withWords(({ explainFailures }) => explainFailures({ schema, failures }, value, context));
    },
  };
}

type Words = typeof import("../findings/explain-failures.js");

/** There at once after the first mistake; even of a loaded module, an `import()` takes its time. */
let words: Words | undefined;

function withWords(explain: (words: Words) => CheckResult): CheckResult | Promise<CheckResult> {
  return words === undefined ? loadWords().then(explain) : explain(words);
}

async function loadWords(): Promise<Words> {
  words = await import("../findings/explain-failures.js");
  return words;
}
