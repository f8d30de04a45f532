// What a program asks a registry for, against a bare Map.
import { fileURLToPath } from "node:url";
import { count, ratio, table, time } from "../format.mjs";
import { compareChildren } from "../measure.mjs";
import { compiledProject } from "../synthetic-project.mjs";

const child = fileURLToPath(new URL("../registry-child.mjs", import.meta.url));
const operations = {
  map: "Map.get",
  loaded: "registry.loaded(id): a provider that has been loaded",
  has: "registry.has(id)",
  list: "registry.list(), all descriptions",
  ids: "registry.ids()",
  mapPromise: "await of a promise from a Map",
  get: "await registry.get(id) of a loaded provider",
};

export const name = "registry";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [3] : quick ? [10, 100] : [10, 100, 1000, 5000];
  const answers = {};
  for (const size of sizes) {
    const folder = await compiledProject(size);
    log(`asking a registry of ${size} providers`);
    const rivals = { registry: [child, folder, quick ? "5" : "60"] };
    const { registry } = await compareChildren(rivals, { rounds: quick ? 1 : 3, limit: 60_000 });
    if (registry.dnf) throw new Error(registry.dnf);
    answers[size] = registry;
  }
  return { sizes, answers };
}

export function render({ sizes, answers }) {
  const rows = Object.entries(operations).map(([id, label]) => [
    label,
    ...sizes.map((size) => time(answers[size][id])),
  ]);
  const last = answers[sizes.at(-1)];
  return {
    markdown: `## Asking the registry

${table([" ", ...sizes.map((size) => `N = ${count(size)}`)], rows)}

At N = ${count(sizes.at(-1))}, \`loaded\` takes ${ratio(last.loaded / last.map)} of a bare \`Map.get\`, and an awaited \`get\` ${ratio(last.get / last.mapPromise)} of awaiting a promise out of a Map.
`,
    pictures: {},
  };
}
