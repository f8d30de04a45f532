// One cold process with one subject: prints, as JSON, the milliseconds from the start of this script's own work to the
// first validated choice (and how many of them passed before it was asked), the peak memory then, and the nanoseconds per
// validation once it is warm.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nanosecondsPerAwaitedCall, nanosecondsPerCall, peakMemory } from "./measure.mjs";
import { subjects } from "./subjects.mjs";
import { invalidChoices, unknownChoices } from "./synthetic-providers.mjs";

const [name, folder, milliseconds = "0"] = process.argv.slice(2);
const readJson = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const samples = readJson("samples.json");
const isOurs = name === "provc" || name === "validators";
// What ajv's Map holds is the ids; unions need the schemas. Reading them is no cost of either.
const schemas = isOurs || name === "ajv-standalone" ? [] : readJson("schemas.json");
const ids = name.startsWith("ajv-map") ? schemas.map(({ id }) => id) : [];
// Node's own loader compiles itself on the first import(); like the start of Node, that is no cost of anybody.
await import("./empty.mjs");
// Neither is what Node and this script have left in memory: V8 would collect it in the midst of somebody's start.
globalThis.gc({ type: "minor" });

const start = performance.now();
const subject = await subjects[name].build({ folder, samples, schemas, ids });
const built = performance.now() - start;
const choice = samples.at(-1);
if (!(await (subject.first ?? subject.check)(choice)))
  throw new Error(`Error: ${name} rejects a valid choice`);
const ready = performance.now() - start;
const answer = { built, ready, memory: peakMemory() };

if (Number(milliseconds) > 0) {
  await subject.warm?.();
  const [invalid, unknown] = [invalidChoices(samples), unknownChoices(samples)];
  if (!samples.every(subject.check)) throw new Error(`Error: ${name} rejects a valid choice`);
  if (![...invalid, ...unknown].every((wrong) => isOurs || !subject.check(wrong)))
    throw new Error(`Error: ${name} accepts an invalid choice`);
  answer.valid = nanosecondsPerCall(subject.check, samples, Number(milliseconds));
  // Before anything is told of what is wrong: that is imported with the first mistake.
  if (!subject.errorsAwaited)
    answer.verdict = nanosecondsPerCall(subject.check, invalid, Number(milliseconds));
  const perCall = subject.errorsAwaited ? nanosecondsPerAwaitedCall : nanosecondsPerCall;
  answer.invalid = await perCall(subject.errors, invalid, Number(milliseconds));
  answer.unknown = await perCall(subject.errors, unknown, Number(milliseconds));
}
console.log(JSON.stringify(answer));
