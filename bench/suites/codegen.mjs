// provc codegen as whole commands: cold, one provider changed, nothing changed; with the share of each stage.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { bytes, count, milliseconds, points, ratio, table } from "../format.mjs";
import { compareCommands, median, runNodeOrFail } from "../measure.mjs";
import { standaloneModule } from "../peers/ajv-standalone.mjs";
import { emptyScript, installedCommandLine, writeProject } from "../synthetic-project.mjs";
import { choiceSchema, providersOf } from "../synthetic-providers.mjs";

export const name = "codegen";

const labels = {
  cold: "cold: no output, no cache",
  unchecked: "cold, less the wait for TypeScript's check of the modules",
  writing: "writing the same files, and nothing else",
  changed: "one provider changed",
  touched: "nothing changed, every input touched",
  none: "nothing changed",
  check: "`--check`, nothing changed",
};

const waiting = "wait for the check of modules";

export async function measure({ quick, tiny, log }) {
  const sizes = tiny ? [3] : quick ? [10, 100] : [10, 100, 1000];
  const answers = {};
  for (const size of sizes) {
    log(`codegen of ${size} providers`);
    answers[size] = await measureSize(writeProject(size, "inline", "codegen"), size, quick);
  }
  return { sizes, answers };
}

async function measureSize(folder, size, quick) {
  const inputs = readdirSync(join(folder, "providers")).map((file) => join(folder, "providers", file));
  const changing = join(folder, `providers/p${Math.floor(size / 2)}.json`);
  const commandLine = installedCommandLine(folder);
  const provc = (flags = []) =>
    runNodeOrFail([commandLine, "codegen", ...flags], { cwd: folder, limit: 900_000 });
  // Some file systems are slow to make files for minutes after many were removed: what is old is moved away.
  const attic = join(folder, "attic");
  rmSync(attic, { recursive: true, force: true });
  let moved = 0;
  const cold = () => {
    mkdirSync(attic, { recursive: true });
    for (const path of ["generated", "node_modules/.cache"]) {
      if (existsSync(join(folder, path))) renameSync(join(folder, path), join(attic, String(moved++)));
    }
  };
  const change = (round) => {
    const schema = JSON.parse(readFileSync(changing, "utf8"));
    writeFileSync(changing, JSON.stringify({ ...schema, description: `Round ${round}.` }));
  };
  const touch = () => {
    for (const file of inputs) utimesSync(file, new Date(), new Date());
  };
  const args = [commandLine, "codegen"];
  const rounds = (few) => (quick ? 0 : few);
  const slow = await compareCommands(
    { empty: { args: [emptyScript] }, cold: { args, cwd: folder, prepare: cold } },
    rounds(size >= 1000 ? 2 : 5),
  );
  const stagesOf = async (prepare, flags = []) => {
    prepare();
    const { stderr, milliseconds } = await provc(["--timings", ...flags]);
    const lines = [...stderr.matchAll(/^ {2}(\S.*?) +([\d.]+) ms/gm)];
    return {
      milliseconds,
      stages: Object.fromEntries(lines.map(([, stage, time]) => [stage, Number(time)])),
    };
  };
  const coldRuns = [];
  for (let round = 0; round <= rounds(2); round++) coldRuns.push(await stagesOf(cold));
  const unchecked = median(coldRuns.map(({ milliseconds, stages }) => milliseconds - stages[waiting]));
  const writing = median(coldRuns.map((_, round) => writingTime(folder, join(attic, `writing-${round}`))));
  const { stages: changed } = await stagesOf(() => change(-1));
  await provc(); // learns the stamps of what was written
  const quickOnes = await compareCommands(
    {
      empty: { args: [emptyScript] },
      none: { args, cwd: folder },
      check: { args: [...args, "--check"], cwd: folder },
    },
    rounds(9),
  );
  const repeated = await compareCommands(
    {
      touched: { args, cwd: folder, prepare: touch },
      changed: { args, cwd: folder, prepare: change },
    },
    rounds(size >= 1000 ? 3 : 5),
  );
  const { stages: touched } = await stagesOf(touch);
  await provc();
  const { stages: none } = await stagesOf(() => {});
  const { stages: check } = await stagesOf(() => {}, ["--check"]);
  rmSync(attic, { recursive: true, force: true });
  // The stages of one cold run: that of median length.
  const middle = median(coldRuns.map(({ milliseconds }) => milliseconds));
  const run = coldRuns.find(({ milliseconds }) => milliseconds === middle);
  const stages = { cold: run.stages, changed, touched, none, check };
  return { ...slow, unchecked, writing, ...repeated, ...quickOnes, stages, ...emittedBytes(folder, size) };
}

/** How long it takes to write the files that are in the output folder to another one. */
function writingTime(folder, copy) {
  const generated = join(folder, "generated");
  const files = readdirSync(generated, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(generated.length));
  const texts = files.map((file) => [join(copy, file), readFileSync(join(generated, file))]);
  const start = performance.now();
  for (const parent of new Set(texts.map(([file]) => dirname(file)))) mkdirSync(parent, { recursive: true });
  for (const [file, text] of texts) writeFileSync(file, text);
  return performance.now() - start;
}

/** The size of what is written for a provider, and of what ajv writes for the same schemas. */
function emittedBytes(folder, size) {
  const generated = join(folder, "generated/engine/providers");
  const texts = (suffix) =>
    readdirSync(generated)
      .filter((file) => file.endsWith(suffix))
      .map((file) => readFileSync(join(generated, file), "utf8"));
  const mean = (list) => list.reduce((total, text) => total + Buffer.byteLength(text), 0) / list.length;
  const validators = texts(".validator.js");
  const rivals = providersOf(Math.min(size, 10)).map((provider) => standaloneModule(choiceSchema(provider)));
  return {
    bytes: {
      validator: mean(validators),
      code: mean(validators.map((text) => text.replace(/^export const schema = \{\n[\s\S]*?\n\};\n/m, ""))),
      types: mean(texts(".config.ts")),
      schema: mean(texts(".schema.json")),
      ajv: mean(rivals),
      ajvCode: mean(rivals.map((text) => text.replace(/^const schema\d+ = \{.*\};?\n/gm, ""))),
    },
  };
}

export function render({ sizes, answers }) {
  const head = [" ", ...sizes.flatMap((size) => [`N = ${count(size)}`, "times empty"])];
  const line = (id) =>
    sizes.flatMap((size) => [
      milliseconds(answers[size][id]),
      ratio(answers[size][id] / answers[size].empty),
    ]);
  const shown = Object.entries(labels).filter(([id]) =>
    sizes.every((size) => answers[size][id] !== undefined),
  );
  const rows = [
    ["an empty Node.js process", ...line("empty")],
    ...shown.map(([id, label]) => [label, ...line(id)]),
  ];
  const last = answers[sizes.at(-1)];
  const shares = (run) => {
    const own = Object.entries(last.stages[run]).filter(([stage]) => !/beside the rest/.test(stage));
    const total = own.reduce((sum, [, value]) => sum + value, 0);
    return Object.entries(last.stages[run]).map(([stage, value]) => [
      stage,
      milliseconds(value),
      `${((100 * value) / total).toFixed(0)} %`,
    ]);
  };
  const stageTable = (run) =>
    table([`${labels[run]}, N = ${count(sizes.at(-1))}`, "time", "share"], shares(run));
  const { bytes: emitted } = last;
  return {
    markdown: `## Code generation

Whole commands of an installed provc, from the start of the process to its end. A cold run also type-checks every module
against its contract, with TypeScript and in a thread of its own: what that adds is what the run waits for it in the end.
No schema here needs json-schema-to-typescript; where one does (intersections, tuples, named fields beside a pattern), it
adds what is said of it below, in "Other generators on the same schemas".

${table(head, rows)}

![Time of provc codegen, by the number of providers](pictures/codegen.svg)

### Where the time goes

As \`provc codegen --timings\` tells it; the start of Node.js and of the command line comes on top.

${stageTable("cold")}

${stageTable("changed")}

${stageTable("check")}

### Emitted bytes

For each provider, on average: validator ${bytes(emitted.validator)}, of which ${bytes(emitted.code)} are code and the rest is the schema that messages are made from (the standalone module that ajv makes of the same schema: ${bytes(emitted.ajv)}, of which ${bytes(emitted.ajvCode)} are code; ${ratio(emitted.validator / emitted.ajv)} and ${ratio(emitted.code / emitted.ajvCode)}; ajv's stops at the first error, provc's tells all), types ${bytes(emitted.types)}, JSON Schema ${bytes(emitted.schema)}.
`,
    pictures: {
      "codegen.svg": {
        title: "provc codegen",
        description: "Cold runs grow with the number of providers; runs in which nothing changed hardly do.",
        xLabel: "providers",
        yLabel: "time of the whole command",
        unit: (value) => (value < 1 ? `${Math.round(value * 1000)} ms` : `${value} s`),
        series: [...shown, ["empty", "an empty process"]].map(([id, label]) => ({
          name: label.replaceAll("`", ""),
          points: points(
            Object.fromEntries(sizes.map((size) => [size, { [id]: { time: answers[size][id] / 1000 } }])),
            id,
            "time",
          ),
        })),
      },
    },
  };
}
