import { readFileSync } from "node:fs";
import { cpus, platform, totalmem } from "node:os";

const version = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
const ratio = (value) => `×${value >= 10 ? value.toFixed(0) : value.toFixed(2)}`;

/** The measurements as a Markdown page. */
export function renderReport({ sizes, validation, cold, check }) {
  const smallest = sizes[0];
  return `# Benchmarks

Written by \`npm run bench\`. Medians of interleaved rounds; read the ratios, not the absolute times: they depend on the machine.

| | |
| --- | --- |
| Machine | ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} |
| Node.js | ${process.versions.node} |
| Peers | Zod ${version("zod")}; validators compiled by ajv ${version("ajv")} standalone |
| Input | N synthetic providers of one kind, 10–20 settings each with two levels of nesting; ten valid choices spread over them, the same at every N |

## Validating a choice among N providers

${table(
  ["N", "provc", "Zod discriminatedUnion", "Zod : provc", `provc, against N = ${smallest}`],
  sizes.map((size) => {
    const ours = validation[`provc ${size}`];
    const zod = validation[`zod ${size}`];
    return [
      size,
      `${(ours / 1000).toFixed(2)} µs`,
      `${(zod / 1000).toFixed(2)} µs`,
      ratio(zod / ours),
      ratio(ours / validation[`provc ${smallest}`]),
    ];
  }),
)}

Goals: at most ×1.2 at N = 1,000 against N = 10; at least 8 times less than Zod at N = 100.

## First validation in a cold process

From the start of the program to the first verdict: import, set-up, validation.

${table(
  ["N", "provc", "Zod discriminatedUnion", "Zod : provc"],
  sizes.map((size) => [
    size,
    `${cold[size].provc.toFixed(1)} ms`,
    `${cold[size].zod.toFixed(0)} ms`,
    ratio(cold[size].zod / cold[size].provc),
  ]),
)}

Goal: at least 30 times sooner at N = 100.

## \`provc codegen --check\` with nothing to do

The whole process, against an empty Node.js process.

${table(
  ["N", "empty process", "codegen --check", "ratio"],
  sizes.map((size) => [
    size,
    `${check[size].empty.toFixed(0)} ms`,
    `${check[size].check.toFixed(0)} ms`,
    ratio(check[size].check / check[size].empty),
  ]),
)}

Goal: at most ×2 at N = 100.

## Type checking

The number of type instantiations that \`tsc\` makes for 50 uses of the config types does not grow with N; this is a count, and
the test suite asserts it.
`;
}
