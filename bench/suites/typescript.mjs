// What tsc makes of the emitted types, against a union of the same interfaces written out by hand, with three compilers.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { count, milliseconds, ratio, table } from "../format.mjs";
import { median, runNodeOrFail } from "../measure.mjs";
import { compiledProject } from "../synthetic-project.mjs";
import { literalsOf } from "../synthetic-providers.mjs";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const compilers = { 5.9: "typescript-5.9", "6.0": "typescript", "7.0": "typescript-7" };
const shapes = {
  emitted: "emitted, custom ids too",
  hand: "by hand, custom ids too",
  "emitted closed": "emitted, known ids only",
  "hand closed": "by hand, known ids only",
};

export const name = "typescript";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [3] : quick ? [10, 100] : [10, 100, 1000, 5000];
  const answers = {};
  for (const size of sizes) {
    const folder = await compiledProject(size);
    log(`type-checking 50 uses of ${size} providers`);
    const projects = writeUses(folder, size);
    answers[size] = await compareCompilers(projects, quick || size >= 5000 ? 1 : 3);
  }
  return {
    sizes,
    answers,
    versions: Object.fromEntries(Object.entries(compilers).map(([id, name]) => [id, versionOf(name)])),
  };
}

const versionOf = (compiler) =>
  JSON.parse(readFileSync(join(modules, compiler, "package.json"), "utf8")).version;

/** A file with up to 50 config literals and a switch over their ids, once for each shape; gives the project folders. */
function writeUses(folder, size) {
  const generated = join(folder, "generated/engine/providers");
  const files = readdirSync(generated).filter((file) => file.endsWith(".config.ts"));
  const interfaces = files.map((file) => readFileSync(join(generated, file), "utf8"));
  const names = interfaces.map((text) => /export (?:interface|type) (\w+)/.exec(text)[1]);
  const literals = literalsOf(size, 50);
  const uses = [
    ...literals.map((value, index) => `export const use${index}: Config = ${JSON.stringify(value)};`),
    "export function describe(config: Config): string {",
    "  switch (config.engine) {",
    ...literals.map(({ engine }) => `    case "${engine}":\n      return JSON.stringify(config);`),
    "    default:\n      return 'another';\n  }\n}\n",
  ].join("\n");
  const emitted = (name, type) =>
    `import type { ${name} } from "../generated/engine/config.js";\ntype Config = ${type};\n${uses}`;
  const known = names.join(" | ");
  const custom = "{ engine: `${string}:${string}`; [field: string]: unknown }";
  const sources = {
    emitted: { "uses.ts": emitted("EngineConfig", "EngineConfig") },
    "emitted closed": { "uses.ts": emitted("EngineConfigMap", "EngineConfigMap[keyof EngineConfigMap]") },
    hand: byHand(`export interface Custom ${custom}\nexport type Config = ${known} | Custom;\n`),
    "hand closed": byHand(`export type Config = ${known};\n`),
  };
  function byHand(union) {
    return {
      "uses.ts": `import type { Config } from "./hand.js";\n${uses}`,
      "hand.ts": `${interfaces.join("\n")}\n${union}`,
    };
  }
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: "es2023" };
  const compilerOptions = { ...options, module: "preserve", moduleResolution: "bundler" };
  return Object.fromEntries(
    Object.entries(sources).map(([shape, texts]) => {
      const project = join(folder, `types-${shape.replace(" ", "-")}`);
      mkdirSync(project, { recursive: true });
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(project, name), text);
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["uses.ts"] }));
      return [shape, project];
    }),
  );
}

/** Shape and compiler → medians of what the compiler says of itself; interleaved. */
async function compareCompilers(projects, rounds) {
  const answers = {};
  for (let round = 0; round < rounds; round++) {
    for (const [version, compiler] of Object.entries(compilers)) {
      for (const [shape, project] of Object.entries(projects)) {
        const tsc = join(modules, compiler, "bin/tsc");
        const { stdout } = await runNodeOrFail([tsc, "-p", project, "--extendedDiagnostics"], {
          limit: 120_000,
        });
        const figure = (label) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
        const seen = {
          check: figure("Check time") * 1000,
          total: figure("Total time") * 1000,
          instantiations: figure("Instantiations"),
        };
        const key = `${shape} ${version}`;
        answers[key] = [...(answers[key] ?? []), seen];
      }
    }
  }
  return Object.fromEntries(
    Object.entries(answers).map(([key, list]) => [
      key,
      Object.fromEntries(
        Object.keys(list[0]).map((figure) => [figure, median(list.map((seen) => seen[figure]))]),
      ),
    ]),
  );
}

export function render({ sizes, answers, versions }) {
  const rows = Object.keys(compilers).flatMap((version) => {
    const figures = (shape, figure) =>
      sizes.map((size) => answers[size][`${shape} ${version}`]?.[figure] ?? Number.NaN);
    const name = `TypeScript ${versions[version]}`;
    const ratios = (shape, other) => {
      const others = figures(other, "check");
      return figures(shape, "check").map((value, index) => ratio(value / others[index]));
    };
    return [
      ...Object.entries(shapes).map(([shape, label]) => [
        `${name}, ${label}: check time`,
        ...figures(shape, "check").map(milliseconds),
      ]),
      [`${name}, emitted : by hand, custom ids too`, ...ratios("emitted", "hand")],
      [`${name}, emitted : by hand, known ids only`, ...ratios("emitted closed", "hand closed")],
      [`${name}, what admitting custom ids costs`, ...ratios("hand", "hand closed")],
      [`${name}, emitted: instantiations`, ...figures("emitted", "instantiations").map(count)],
      [`${name}, by hand: instantiations`, ...figures("hand", "instantiations").map(count)],
    ];
  });
  return {
    markdown: `## Type checking

\`tsc --extendedDiagnostics\` of up to 50 different config literals, of all ten schemas, and a \`switch\` over their ids. By
hand: the same interfaces and \`type Config = A | B | …\` in one file. \`EngineConfig\` also admits the ids of custom
providers, of the form \`scope:name\`; the same arm is added to the union by hand for it. TypeScript finds the member of a
union by its selector in one step only where every selector is a literal, so the arm costs both the same; where no custom
provider can come, \`EngineConfigMap[keyof EngineConfigMap]\` does without it. All instantiations are those of the fifty
literals.

${table([" ", ...sizes.map((size) => `N = ${count(size)}`)], rows)}
`,
    pictures: {},
  };
}
