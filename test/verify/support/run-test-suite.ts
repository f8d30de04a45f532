import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runtimeSchema } from "../../../generator/emit/examples/secret-values.js";
import {
  compileValidator,
  type ValidatorChoice,
} from "../../../generator/emit/validators/compile-validator.js";
import { importValidator } from "../../../generator/verify/engines/emitted-validator.js";
import { staticChecker } from "../../../src/validation/checkers/static-checker.js";
import { matchesSchema } from "../../../src/validation/evaluation/evaluate-schema.js";
import { loadOpenSchema } from "./load-open-schema.js";

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const suite = fileURLToPath(new URL("../fixtures/json-schema-test-suite/draft2020-12/", import.meta.url));

/** The files of the suite; `format.json` is not among them, since provc checks formats instead of noting them. */
export const suiteFiles: readonly string[] = ["", "optional/", "optional/format/"].flatMap((folder) =>
  readdirSync(suite + folder)
    .filter((name) => name.endsWith(".json") && folder + name !== "format.json")
    .filter((name) => readFileSync(suite + folder + name, "utf8").trim() !== "[]")
    .map((name) => folder + name),
);

/**
 * Groups whose schema codegen refuses, by file, each with what it says: keywords and formats that provc does not support, and
 * references to what is not in the schema. Both a group that is missing here and one that is not refused any more make the suite fail.
 */
export const refusedGroups: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(JSON.parse(readFileSync(`${suite}../refused.json`, "utf8")) as Record<string, string[]>),
);

/** What came of one file of the suite. */
export interface SuiteResult {
  /** Verdicts other than the suite's, by who gave them. */
  readonly wrong: { readonly [engine: string]: readonly string[] };
  /** Groups whose schema codegen refuses, and what it says. */
  readonly refused: readonly string[];
  readonly tests: number;
  /** The back ends that wrote the validators. */
  readonly backends: readonly string[];
}

/** Takes every schema of a file through codegen's loader and a validator back end, and asks for the suite's verdicts. */
export async function runSuiteFile(file: string, choice: ValidatorChoice): Promise<SuiteResult> {
  const wrong: { [engine: string]: string[] } = {};
  const refused: string[] = [];
  const backends = new Set<string>();
  let tests = 0;
  for (const group of JSON.parse(readFileSync(suite + file, "utf8")) as readonly Group[]) {
    const { schema, refusals } = await loadOpenSchema(JSON.stringify(group.schema, undefined, 1));
    if (schema === undefined) {
      refused.push(`${group.description}: ${refusals.join("; ")}`);
      continue;
    }
    const { code, backend } = await compileValidator(runtimeSchema(schema), choice);
    backends.add(backend);
    const module = await importValidator(code);
    const checker = await staticChecker(module);
    for (const { description, data, valid } of group.tests) {
      tests += 1;
      const verdicts = {
        [`validator (${backend})`]: module.validate(data),
        interpreter: matchesSchema(schema, schema, data),
        "run time": (await checker.check(data, { at: [] })).issues.length === 0,
      };
      for (const [engine, verdict] of Object.entries(verdicts)) {
        if (verdict === valid) continue;
        wrong[engine] = [...(wrong[engine] ?? []), `${group.description}: ${description}`];
      }
    }
  }
  return { wrong, refused, tests, backends: [...backends] };
}
