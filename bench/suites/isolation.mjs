// What it takes to start a workload in a process of its own, against the bare program that runs it.
import { fileURLToPath } from "node:url";
import { milliseconds, ratio, table } from "../format.mjs";
import { compareChildren } from "../measure.mjs";

const child = fileURLToPath(new URL("../isolation-child.mjs", import.meta.url));
/** Workloads at a time. */
const ONE = 1;

export const name = "isolation";

export async function measure({ quick, tiny, log }) {
  log("starting workloads");
  const rivals = { isolate: [child, tiny ? "2" : quick ? "10" : "40"] };
  const { isolate } = await compareChildren(rivals, { rounds: quick ? 1 : 3, limit: 120_000 });
  if (isolate.dnf) throw new Error(isolate.dnf);
  return { sizes: [ONE], answers: { [ONE]: isolate } };
}

export function render({ answers }) {
  const { execute, executeFastest, alone, aloneFastest, aloneEnded, aloneEndedFastest } = answers[ONE];
  const rows = [
    ["isolate: from `execute` to the result", milliseconds(execute), milliseconds(executeFastest)],
    ["workerd alone: from its start to its first response", milliseconds(alone), milliseconds(aloneFastest)],
    ["workerd alone: until it has been ended", milliseconds(aloneEnded), milliseconds(aloneEndedFastest)],
    [
      "isolate : workerd alone, ended",
      ratio(execute / aloneEnded),
      ratio(executeFastest / aloneEndedFastest),
    ],
    ["isolate : workerd alone, first response", ratio(execute / alone), ratio(executeFastest / aloneFastest)],
  ];
  return {
    markdown: `## Starting a workload

A module that doubles a number, in a workerd process of its own, one after another. With \`execute\` the process has a control group, a
network name space and a user of its own, and all of that is gone again when the result is there; workerd alone is confined by nothing,
and its config is a text as in its handbook.

${table([" ", "median", "fastest"], rows)}
`,
    pictures: {},
  };
}
