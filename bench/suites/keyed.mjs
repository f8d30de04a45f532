// The keyed form, {provider, providers: {id: {…}}}: provc looks up each block's validator, Zod holds a strict object of all.
import { fileURLToPath } from "node:url";
import { count, ratio, table, time } from "../format.mjs";
import { compareChildren } from "../measure.mjs";
import { compiledProject } from "../synthetic-project.mjs";

const child = fileURLToPath(new URL("../keyed-child.mjs", import.meta.url));
const labels = { provc: "provc", zod: "Zod strictObject" };

export const name = "keyed";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [10] : quick ? [10] : [10, 100, 1000];
  const answers = {};
  for (const size of sizes) {
    log(`compiling ${size} providers in the keyed form`);
    const folder = await compiledProject(size, "keyed");
    const rivals = Object.keys(labels).map((rival) => [rival, [child, rival, folder, quick ? "5" : "80"]]);
    answers[size] = await compareChildren(Object.fromEntries(rivals), {
      rounds: quick ? 1 : 3,
      limit: 30_000,
    });
  }
  return { sizes, answers };
}

export function render({ sizes, answers }) {
  const row = (member, words) =>
    Object.entries(labels).map(([id, label]) => [
      `${label}, ${words}`,
      ...sizes.map((size) => time(answers[size][id][member])),
    ]);
  const times = (member, words) => [
    `Zod : provc, ${words}`,
    ...sizes.map((size) => ratio(answers[size].zod[member] / answers[size].provc[member])),
  ];
  const head = [" ", ...sizes.map((size) => `N = ${count(size)}`)];
  return {
    markdown: `## The keyed form

A document's \`{provider, providers: {id: {…}}}\` with one block and with three, each of another provider.

${table(head, [...row("one", "one block"), times("one", "one block"), ...row("three", "three blocks"), times("three", "three blocks")])}
`,
    pictures: {},
  };
}
