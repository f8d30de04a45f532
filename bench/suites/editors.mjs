// How long an editor waits for completion: TypeScript's language service on the emitted types, and yaml-language-server on
// the emitted editor schema.
import { fileURLToPath } from "node:url";
import { count, milliseconds, table } from "../format.mjs";
import { compareChildren } from "../measure.mjs";
import { compiledProject } from "../synthetic-project.mjs";

const serviceChild = fileURLToPath(new URL("../language-service-child.mjs", import.meta.url));
const serverChild = fileURLToPath(new URL("../language-server-child.mjs", import.meta.url));
const rivals = {
  "ts-5.9": { label: "TypeScript 5.9 language service", args: [serviceChild, "typescript-5.9"] },
  "ts-6": { label: "TypeScript 6 language service", args: [serviceChild, "typescript"] },
  yaml: { label: "yaml-language-server 1.25", args: [serverChild, "yaml-language-server-1.25"] },
};
const figures = {
  first: "open and first completion of an id",
  next: "the same again, in another text",
  member: "completion of the chosen provider's fields",
};

export const name = "editors";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [3] : quick ? [4] : [4, 300, 1000];
  const answers = {};
  for (const size of sizes) {
    const folder = await compiledProject(size, "keyed");
    log(`completing among ${size} providers`);
    const commands = Object.entries(rivals).map(([id, { args }]) => [
      id,
      [args[0], folder, ...args.slice(1)],
    ]);
    answers[size] = await compareChildren(Object.fromEntries(commands), {
      rounds: quick ? 1 : 3,
      limit: 120_000,
    });
  }
  return { sizes, answers };
}

export function render({ sizes, answers }) {
  const rows = Object.entries(rivals).flatMap(([id, { label }]) =>
    Object.entries(figures).map(([figure, words]) => [
      `${label}: ${words}`,
      ...sizes.map((size) => (answers[size][id].dnf ? "DNF" : milliseconds(answers[size][id][figure]))),
    ]),
  );
  return {
    markdown: `## Completion in editors

The keyed form: completion of the selector's value and of the fields of the provider that is chosen.

${table([" ", ...sizes.map((size) => `N = ${count(size)}`)], rows)}
`,
    pictures: {},
  };
}
