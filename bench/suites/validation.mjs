// Validation, cold start and peak memory of a choice among N providers, each subject in a process of its own.
import { fileURLToPath } from "node:url";
import { cell, count, dnfNote, milliseconds, points, ratio, table, time } from "../format.mjs";
import { compareChildren } from "../measure.mjs";
import { subjects } from "../subjects.mjs";
import { compiledProject } from "../synthetic-project.mjs";

const child = ["--expose-gc", fileURLToPath(new URL("../validation-child.mjs", import.meta.url))];
const emptyChild = fileURLToPath(new URL("../memory-child.mjs", import.meta.url));
/** What takes longer to build, by the measurements, is not tried: it would only be stopped. */
const hopeless = {
  1000: ["arktype", "ajv-discriminator"],
  5000: ["arktype", "ajv-discriminator", "ajv-functions", "ajv-any-of", "ajv-standalone"],
};
/** Those whose start is measured again with more rounds, because goals hang on it. */
const starters = ["provc", "validators", "ajv-map", "zod", "valibot"];

export const name = "validation";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [10] : quick ? [10, 100] : [10, 100, 1000, 5000];
  const limit = quick ? 20_000 : 30_000;
  const answers = {};
  for (const size of sizes) {
    log(`compiling ${size} providers`);
    const folder = await compiledProject(size);
    log(`validating among ${size} providers`);
    const batch = quick ? 5 : 60;
    const tried = Object.keys(subjects).filter((subject) => quick || !hopeless[size]?.includes(subject));
    const rivals = tried.map((subject) => [subject, [...child, subject, folder, String(batch)]]);
    const commands = { empty: [emptyChild], ...Object.fromEntries(rivals) };
    const measured = await compareChildren(commands, { rounds: quick || size >= 5000 ? 1 : 3, limit });
    const cold = await compareChildren(
      Object.fromEntries(starters.map((subject) => [subject, [...child, subject, folder]])),
      { rounds: quick ? 1 : size >= 5000 ? 3 : 7, limit },
    );
    for (const subject of starters) Object.assign(measured[subject], cold[subject]);
    for (const subject of hopeless[size] ?? []) {
      if (!quick) measured[subject] = { dnf: `not tried; over ${limit / 1000} s or out of memory` };
    }
    answers[size] = measured;
  }
  return { sizes, limit, answers };
}

/** The answers, each with its label, without the empty process. */
function labelled({ answers }) {
  return Object.fromEntries(
    Object.entries(answers).map(([size, { empty: _, ...measured }]) => [
      size,
      Object.fromEntries(
        Object.entries(subjects).flatMap(([id, { label }]) =>
          measured[id] === undefined ? [] : [[id, { label, ...measured[id] }]],
        ),
      ),
    ]),
  );
}

function sizeTable(data, member, words, reference) {
  const { sizes, answers } = data;
  const head = [
    " ",
    ...sizes.map((size) => `N = ${count(size)}`),
    `times provc at N = ${count(sizes.at(-1))}`,
  ];
  const rows = Object.entries(subjects).map(([id, { label }]) => {
    const last = answers[sizes.at(-1)];
    const [own, other] = [last[reference], last[id]];
    const times =
      own?.[member] === undefined || other?.[member] === undefined ? "–" : ratio(other[member] / own[member]);
    return [label, ...sizes.map((size) => cell(answers[size][id], member, words)), times];
  });
  return table(head, rows);
}

/** What the registry's start consists of, in words. */
function startStages({ sizes, answers }) {
  const parts = sizes.flatMap((size) => {
    const { built, ready } = answers[size].provc ?? {};
    if (built === undefined) return [];
    return [`${milliseconds(built)} and ${milliseconds(ready - built)} at N = ${count(size)}`];
  });
  if (parts.length === 0) return "";
  return `Of the registry's time, importing the run time and the table takes the first part, loading the chosen provider's validator and validating the second: ${parts.join(", ")}.`;
}

export function render(data) {
  const { sizes, answers } = data;
  const known = labelled(data);
  const memory = (value) => `${value.toFixed(0)} MiB`;
  const markdown = `## Validating a choice among N providers

${sizeTable(data, "valid", time, "provc")}

![Time to validate a choice, by the number of providers](pictures/validation.svg)

### Invalid choices

A wrong type, a surplus field further down, a missing field, a surplus field. First the verdict alone, \`false\`, by the
function that the library has for it; ajv, Zod, Valibot and ArkType make errors on the way, ajv without \`allErrors\` one.

${sizeTable(data, "verdict", time, "validators")}

Then the verdict and what is wrong: all of it, but for the rows of ajv without \`allErrors\`, which stop at the first error.
The registry's row includes finding the one mistake and telling it in words with path, expected value and suggestion;
the others give errors as their library makes them.

${sizeTable(data, "invalid", time, "validators")}

### Unknown ids

The verdict on a choice of a provider that does not exist.

${sizeTable(data, "unknown", time, "provc")}

## First validation in a cold process

From the start of the program to the first verdict: import, set-up, validation. Reading schemas, starting Node.js and
collecting what that leaves in memory are left out for everybody.

${sizeTable(data, "ready", milliseconds, "provc")}

${startStages(data)}

![Time to the first validation in a cold process, by the number of providers](pictures/cold-start.svg)

### Peak memory at the first validation

An empty process takes ${sizes.map((size) => memory(answers[size].empty.memory)).at(0)}.

${sizeTable(data, "memory", memory, "provc")}
${dnfNote(known)}`;
  const chart = (member, scale) =>
    Object.entries(subjects).map(([id, { label }]) => ({
      name: label,
      points: points(answers, id, member).map(([size, value]) => [size, value * scale]),
    }));
  const secondsUnit = (value) =>
    value < 1e-6
      ? `${Math.round(value * 1e9)} ns`
      : value < 1e-3
        ? `${Math.round(value * 1e6)} µs`
        : value < 1
          ? `${Math.round(value * 1e3)} ms`
          : `${value} s`;
  const axes = { xLabel: "providers", unit: secondsUnit };
  return {
    markdown,
    pictures: {
      "validation.svg": {
        ...axes,
        title: "Validating a choice",
        description:
          "provc's line is level: its cost does not grow with the number of providers. Unions grow.",
        yLabel: "time for one validation",
        series: chart("valid", 1e-9),
      },
      "cold-start.svg": {
        ...axes,
        title: "First validation in a cold process",
        description:
          "provc is ready after milliseconds at every size; unions are built of all providers first.",
        yLabel: "time to the first verdict",
        series: chart("ready", 1e-3),
      },
    },
  };
}
