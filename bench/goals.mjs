// The goals: what, how it is compared, with what, how it is read from the results and, for commands, which run it is. All
// but two are ratios within one run.
import { bytes, milliseconds } from "./format.mjs";

const at = (results, suite, size) => results[suite]?.answers?.[size];
const finished = (answer) => (answer === undefined || answer.dnf ? undefined : answer);
const quotient = (a, b) => (a === undefined || b === undefined ? undefined : a / b);
const of = (size, subject, member) => (results) =>
  finished(at(results, "validation", size)?.[subject])?.[member];
const against = (size, rival, subject, member) => (results) =>
  quotient(of(size, rival, member)(results), of(size, subject, member)(results));
const codegen = (size, run) => (results) =>
  quotient(at(results, "codegen", size)?.[run], at(results, "codegen", size)?.empty);

const checkTime = (shape, other) => (results) => {
  const seen = at(results, "typescript", 1000);
  return quotient(seen?.[shape]?.check, seen?.[other]?.check);
};

const checkedTypes = () =>
  "The emitted types stand in a file for each provider, with a map from ids to types between them and the union; by hand all is one file and one union. Measured apart, by the processor time of the check: the same union over a thousand files takes 7 to 10 % longer than over one, and the map makes no difference that could be told from the noise.";

/** Why whole commands take longer than the goals, beside what their stages say. */
const reasons = {
  unchecked: (answer) =>
    `Writing the same files and nothing else takes ${milliseconds(answer.writing)}; the check of the modules by TypeScript adds ${milliseconds(answer.cold - answer.unchecked)} to what is told here, and json-schema-to-typescript nothing, for no schema needs it.`,
  changed: () =>
    "Only the schema that has changed is read, and only what is made of it is worked out again; of the others the hashes are looked up. What remains grows with the number of providers: every input and output is looked at, the two schemas of the kind, with those of all providers in them, are put together again from remembered texts, hashed and written, and what is known of all files is written down.",
  none: () =>
    "For each provider it looks at six files: its schema and its module, and the four that are generated for it.",
  touched: () =>
    "The schema and the module of every provider are read and hashed, and what is known of all files is written down again.",
};

/** What a first validation consists of. */
const startOf = (size) => (results) => {
  const { provc, validators } = at(results, "validation", size);
  return `Of ${milliseconds(provc.ready)}: importing the run time and the table ${milliseconds(provc.built)}, loading the one validator and validating ${milliseconds(provc.ready - provc.built)}. The same validator alone, without a registry, takes ${milliseconds(validators.ready)}.`;
};

export const goals = [
  [
    "valid choice, N = 5,000 against N = 10",
    "≤",
    1.2,
    (results) => quotient(of(5000, "provc", "valid")(results), of(10, "provc", "valid")(results)),
  ],
  ["valid choice, N = 1,000: Zod discriminatedUnion takes", "≥", 10, against(1000, "zod", "provc", "valid")],
  [
    "… the best ajv union",
    "≥",
    6,
    (results) => quotient(bestAjv(results), of(1000, "provc", "valid")(results)),
  ],
  ["… @sinclair/typebox", "≥", 70, against(1000, "sinclair", "provc", "valid")],
  ["… Valibot", "≥", 150, against(1000, "valibot", "provc", "valid")],
  ["… ajv behind the same Map", "≥", 1.3, against(1000, "ajv-map", "validators", "valid")],
  [
    "invalid choice, N = 1,000, the verdict: ajv behind the same Map takes",
    "≥",
    1,
    against(1000, "ajv-map", "validators", "verdict"),
    () =>
      "Both stop at the first mistake that they find. provc looks for unknown fields and, where there are more than eight, for missing ones, then at what is cheap to check, then into lists and objects; ajv goes by the order in the schema. Which of them is sooner there depends on the mistake.",
  ],
  [
    "keyed form, one block, N = 1,000: Zod strictObject takes",
    "≥",
    500,
    (results) => quotient(at(results, "keyed", 1000)?.zod?.one, at(results, "keyed", 1000)?.provc?.one),
  ],
  ["first validation, N = 100: Zod takes", "≥", 30, against(100, "zod", "provc", "ready"), startOf(100)],
  ["first validation, N = 1,000: Zod takes", "≥", 100, against(1000, "zod", "provc", "ready"), startOf(1000)],
  [
    "peak memory over an empty process, N = 1,000, MiB",
    "≤",
    5,
    (results) => {
      const own = of(1000, "provc", "memory")(results);
      return own === undefined ? undefined : own - at(results, "validation", 1000).empty.memory;
    },
  ],
  [
    "validator's code, bytes against ajv standalone, both without the schema in them",
    "≤",
    0.3,
    (results) => {
      const emitted = at(results, "codegen", 100)?.bytes;
      return quotient(emitted?.code, emitted?.ajvCode);
    },
    (results) => {
      const { code, ajvCode } = at(results, "codegen", 100).bytes;
      return `${bytes(code)} against ${bytes(ajvCode)}. Two to three KiB in every validator are the functions that tell failures; they are written into each, because a validator imports nothing.`;
    },
  ],
  [
    "cold codegen less TypeScript's check, against an empty process, N = 10",
    "≤",
    1.6,
    codegen(10, "unchecked"),
    { size: 10, run: "unchecked", why: reasons.unchecked },
  ],
  ["… N = 100", "≤", 3, codegen(100, "unchecked"), { size: 100, run: "unchecked", why: reasons.unchecked }],
  [
    "… N = 1,000",
    "≤",
    15,
    codegen(1000, "unchecked"),
    { size: 1000, run: "unchecked", why: reasons.unchecked },
  ],
  [
    "one provider changed, N = 1,000",
    "≤",
    1.6,
    codegen(1000, "changed"),
    { size: 1000, run: "changed", why: reasons.changed },
  ],
  [
    "nothing changed, N = 1,000",
    "≤",
    1.3,
    codegen(1000, "none"),
    { size: 1000, run: "none", why: reasons.none },
  ],
  [
    "… with every input touched",
    "≤",
    1.6,
    codegen(1000, "touched"),
    { size: 1000, run: "touched", why: reasons.touched },
  ],
  ["… `--check`", "≤", 2.2, codegen(1000, "check"), { size: 1000, run: "check", why: reasons.none }],
  [
    "tsc check against a union by hand, N = 1,000, TypeScript 5.9, known ids only",
    "≤",
    1.1,
    checkTime("emitted closed 5.9", "hand closed 5.9"),
    checkedTypes,
  ],
  [
    "… both admitting the ids of custom providers",
    "≤",
    1.1,
    checkTime("emitted 5.9", "hand 5.9"),
    checkedTypes,
  ],
  [
    "type instantiations, any N, TypeScript 5.9",
    "≤",
    100,
    (results) => {
      const seen = Object.values(results.typescript?.answers ?? {});
      return seen.length === 0
        ? undefined
        : Math.max(...seen.map((one) => one["emitted 5.9"].instantiations));
    },
  ],
  [
    "`loaded` against Map.get, N = 1,000",
    "≤",
    1.6,
    (results) => quotient(at(results, "registry", 1000)?.loaded, at(results, "registry", 1000)?.map),
    () => "What `loaded` does is a `Map.get`, then to read the provider from the entry that it gives.",
  ],
  ["cached listing, N = 1,000, ns", "≤", 10, (results) => at(results, "registry", 1000)?.list],
  [
    "a workload in `isolate`, with its process gone again, against workerd alone, started and ended",
    "≤",
    1.25,
    (results) => quotient(at(results, "isolation", 1)?.execute, at(results, "isolation", 1)?.aloneEnded),
    () =>
      "While a run is made ready, its process becomes another user in name spaces of its own, and joins its control group. Where the processors are busy it is longer: a run gets a quarter of a usual share of them.",
  ],
].map(([text, direction, target, value, command]) => ({ text, direction, target, value, command }));

function bestAjv(results) {
  const times = ["ajv-discriminator", "ajv-functions", "ajv-any-of", "ajv-standalone"].flatMap(
    (id) => of(1000, id, "valid")(results) ?? [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Whether a value reaches its goal. */
export const reached = ({ direction, target }, value) =>
  direction === "≤" ? value <= target : value >= target;
