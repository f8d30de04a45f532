// Other generators on the same schemas, each in a process of its own, whole run divided by the number of schemas.
import { fileURLToPath } from "node:url";
import { bytes, count, dnfNote, milliseconds, table } from "../format.mjs";
import { compareChildren } from "../measure.mjs";
import { generators } from "../peers/generators.mjs";

const child = fileURLToPath(new URL("../generator-child.mjs", import.meta.url));

export const name = "generators";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [2] : quick ? [10] : [10, 100, 1000];
  const answers = {};
  for (const size of sizes) {
    log(`other generators on ${size} schemas`);
    const rivals = Object.keys(generators).map((generator) => [generator, [child, generator, String(size)]]);
    answers[size] = await compareChildren(Object.fromEntries(rivals), {
      rounds: quick || size >= 1000 ? 1 : 3,
      limit: 60_000,
    });
  }
  return { sizes, answers };
}

export function render({ sizes, answers }) {
  const known = Object.fromEntries(
    sizes.map((size) => [
      size,
      Object.fromEntries(
        Object.entries(answers[size]).map(([id, answer]) => [id, { label: generators[id].label, ...answer }]),
      ),
    ]),
  );
  const words = (answer, value) => (answer.dnf ? "DNF" : value(answer));
  const rows = Object.entries(generators).map(([id, { label, makes }]) => [
    label,
    makes,
    milliseconds(answers[sizes[0]][id].loading ?? 0),
    ...sizes.map((size) => words(answers[size][id], ({ perSchema }) => milliseconds(perSchema))),
    words(answers[sizes.at(-1)][id], ({ size }) => bytes(size)),
  ]);
  const head = [
    "generator",
    "makes",
    "import",
    ...sizes.map((size) => `each, N = ${count(size)}`),
    "bytes each",
  ];
  return {
    markdown: `## Other generators on the same schemas

Milliseconds for each schema in a cold process, without the import. provc's own figures are whole commands, above: types,
validators, two JSON Schemas, registry, catalogue and reference pages together, checked against the contract and written.

${table(head, rows)}
${dnfNote(known)}`,
    pictures: {},
  };
}
