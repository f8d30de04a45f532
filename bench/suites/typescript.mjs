// What tsc makes of the emitted types, against a union of the same interfaces written out by hand, with three compilers.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { count, milliseconds, ratio, table } from "../format.mjs";
import { median, runNodeOrFail } from "../measure.mjs";
import { compiledProject } from "../synthetic-project.mjs";
import { providersOf, sampleOf } from "../synthetic-providers.mjs";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const compilers = { 5.9: "typescript-5.9", "6.0": "typescript", "7.0": "typescript-7" };
const shapes = { emitted: "emitted types", hand: "union by hand" };

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
  const step = Math.max(1, Math.floor(size / 50));
  const used = providersOf(size)
    .filter((_, index) => index % step === 0)
    .slice(0, 50);
  const uses = [
    ...used.map(
      (provider, index) => `export const use${index}: EngineConfig = ${JSON.stringify(sampleOf(provider))};`,
    ),
    "export function describe(config: EngineConfig): string {",
    "  switch (config.engine) {",
    ...used.map(({ id }) => `    case "${id}":\n      return JSON.stringify(config);`),
    "    default:\n      return 'another';\n  }\n}\n",
  ].join("\n");
  const sources = {
    emitted: `import type { EngineConfig } from "../generated/engine/config.js";\n${uses}`,
    hand: `import type { EngineConfig } from "./hand.js";\n${uses}`,
  };
  return Object.fromEntries(
    Object.entries(sources).map(([shape, text]) => {
      const project = join(folder, `types-${shape}`);
      mkdirSync(project, { recursive: true });
      writeFileSync(join(project, "uses.ts"), text);
      if (shape === "hand")
        writeFileSync(
          join(project, "hand.ts"),
          `${interfaces.join("\n")}\nexport type EngineConfig = ${names.join(" | ")};\n`,
        );
      const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: "es2023" };
      const compilerOptions = { ...options, module: "preserve", moduleResolution: "bundler" };
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
    const figures = (shape, figure) => sizes.map((size) => answers[size][`${shape} ${version}`][figure]);
    const name = `TypeScript ${versions[version]}`;
    const emitted = figures("emitted", "check");
    const byHand = figures("hand", "check");
    return [
      ...Object.entries(shapes).map(([shape, label]) => [
        `${name}, ${label}: check time`,
        ...figures(shape, "check").map(milliseconds),
      ]),
      [`${name}, ratio`, ...emitted.map((value, index) => ratio(value / byHand[index]))],
      [`${name}, emitted types: instantiations`, ...figures("emitted", "instantiations").map(count)],
    ];
  });
  return {
    markdown: `## Type checking

\`tsc --extendedDiagnostics\` of up to 50 config literals and a \`switch\` over their ids. By hand: the same interfaces and
\`type EngineConfig = A | B | …\` in one file. The emitted type also admits the ids of custom providers.

${table([" ", ...sizes.map((size) => `N = ${count(size)}`)], rows)}
`,
    pictures: {},
  };
}
