// The goals: what, how it is compared, with what, how it is read from the results and, for commands, which run it is. All
// but two are ratios within one run.
const at = (results, suite, size) => results[suite]?.answers?.[size];
const finished = (answer) => (answer === undefined || answer.dnf ? undefined : answer);
const quotient = (a, b) => (a === undefined || b === undefined ? undefined : a / b);
const of = (size, subject, member) => (results) =>
  finished(at(results, "validation", size)?.[subject])?.[member];
const against = (size, rival, subject, member) => (results) =>
  quotient(of(size, rival, member)(results), of(size, subject, member)(results));
const codegen = (size, run) => (results) =>
  quotient(at(results, "codegen", size)?.[run], at(results, "codegen", size)?.empty);

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
    "invalid choice, N = 1,000: ajv behind the same Map takes",
    "≥",
    1,
    against(1000, "ajv-map", "validators", "invalid"),
  ],
  [
    "keyed form, one block, N = 1,000: Zod strictObject takes",
    "≥",
    500,
    (results) => quotient(at(results, "keyed", 1000)?.zod?.one, at(results, "keyed", 1000)?.provc?.one),
  ],
  ["first validation, N = 100: Zod takes", "≥", 30, against(100, "zod", "provc", "ready")],
  ["first validation, N = 1,000: Zod takes", "≥", 100, against(1000, "zod", "provc", "ready")],
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
    "validator's code, bytes against ajv standalone",
    "≤",
    0.3,
    (results) => {
      const emitted = at(results, "codegen", 100)?.bytes;
      return quotient(emitted?.code, emitted?.ajv);
    },
  ],
  ["cold codegen against an empty process, N = 10", "≤", 1.6, codegen(10, "cold"), { size: 10, run: "cold" }],
  ["… N = 100", "≤", 3, codegen(100, "cold"), { size: 100, run: "cold" }],
  ["… N = 1,000", "≤", 15, codegen(1000, "cold"), { size: 1000, run: "cold" }],
  ["one provider changed, N = 1,000", "≤", 1.6, codegen(1000, "changed"), { size: 1000, run: "changed" }],
  ["nothing changed, N = 1,000", "≤", 1.3, codegen(1000, "none"), { size: 1000, run: "none" }],
  ["… with every input touched", "≤", 1.6, codegen(1000, "touched"), { size: 1000, run: "touched" }],
  ["… `--check`", "≤", 2.2, codegen(1000, "check"), { size: 1000, run: "check" }],
  [
    "tsc check against a union by hand, N = 1,000, TypeScript 5.9",
    "≤",
    1.1,
    (results) => {
      const seen = at(results, "typescript", 1000);
      return quotient(seen?.["emitted 5.9"]?.check, seen?.["hand 5.9"]?.check);
    },
  ],
  [
    "type instantiations, N = 1,000, TypeScript 5.9",
    "≤",
    100,
    (results) => at(results, "typescript", 1000)?.["emitted 5.9"]?.instantiations,
  ],
  [
    "`loaded` against Map.get, N = 1,000",
    "≤",
    1.6,
    (results) => quotient(at(results, "registry", 1000)?.loaded, at(results, "registry", 1000)?.map),
  ],
  ["cached listing, N = 1,000, ns", "≤", 10, (results) => at(results, "registry", 1000)?.list],
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
