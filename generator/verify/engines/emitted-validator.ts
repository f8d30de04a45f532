import type { ValidatorModule } from "../../../src/contract/validator.js";
import { brokenEngine, type Engine, judging } from "./engine.js";

/** The engine of a generated validator: its text as it is, imported as a module. */
export async function emittedValidator(name: string, artefact: string, code: string): Promise<Engine> {
  try {
    const module: ValidatorModule & { readonly failures?: Failures } = await importValidator(code);
    const { validate, failures } = module;
    return {
      name,
      artefact,
      judge: judging((value) => {
        const verdict = validate(value);
        const explained = failures === undefined || (failures(value).length === 0) === verdict;
        if (!explained) throw new Error(`its failures say that the value is ${verdict ? "in" : ""}valid`);
        return verdict;
      }),
    };
  } catch (error) {
    return brokenEngine(name, artefact, error);
  }
}

/** What is wrong with a value, as validators of provc's own back end tell it. */
type Failures = (value: unknown) => readonly unknown[];

/** Imports the text of a generated validator, which needs nothing else, without a file. */
export function importValidator(code: string): Promise<ValidatorModule> {
  // base64 is the one encoding in which no character of the text means anything to the loader.
  return import(
    `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  ) as Promise<ValidatorModule>;
}
