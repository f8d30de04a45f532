// provc codegen as whole commands: cold, one provider changed, nothing changed; with the share of each stage.
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytes, count, milliseconds, points, ratio, table } from "../format.mjs";
import { compareCommands, runNodeOrFail } from "../measure.mjs";
import { standaloneModule } from "../peers/ajv-standalone.mjs";
import { commandLine, emptyScript, provc, writeProject } from "../synthetic-project.mjs";
import { choiceSchema, providersOf } from "../synthetic-providers.mjs";

export const name = "codegen";

const labels = {
  cold: "cold: no output, no cache",
  changed: "one provider changed",
  touched: "nothing changed, every input touched",
  none: "nothing changed",
  check: "`--check`, nothing changed",
};

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
  const cold = () => {
    for (const path of ["generated", "node_modules/.cache"])
      rmSync(join(folder, path), { recursive: true, force: true });
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
  const stages = { cold: await stagesOf(folder, cold), changed: await stagesOf(folder, () => change(-1)) };
  await provc(folder, ["codegen"]); // learns the stamps of what was written
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
  await provc(folder, ["codegen"]);
  stages.check = await stagesOf(folder, () => {}, ["--check"]);
  return { ...slow, ...repeated, ...quickOnes, stages, ...emittedBytes(folder, size) };
}

/** Stage → milliseconds, as `--timings` tells them. */
async function stagesOf(folder, prepare, flags = []) {
  prepare();
  const { stderr } = await runNodeOrFail([commandLine, "codegen", "--timings", ...flags], {
    cwd: folder,
    limit: 600_000,
  });
  const lines = [...stderr.matchAll(/^ {2}(\S.*?) +([\d.]+) ms/gm)];
  return Object.fromEntries(lines.map(([, stage, time]) => [stage, Number(time)]));
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
  const shown = providersOf(Math.min(size, 10));
  return {
    bytes: {
      validator: mean(validators),
      // ajv's modules do not have the schema with them.
      code: mean(validators.map((text) => text.replace(/^export const schema = \{\n[\s\S]*?\n\};\n/m, ""))),
      types: mean(texts(".config.ts")),
      schema: mean(texts(".schema.json")),
      ajv: mean(shown.map((provider) => standaloneModule(choiceSchema(provider)))),
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
  const rows = [
    ["an empty Node.js process", ...line("empty")],
    ...Object.entries(labels).map(([id, label]) => [label, ...line(id)]),
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

Whole commands, from the start of the process to its end.

${table(head, rows)}

![Time of provc codegen, by the number of providers](pictures/codegen.svg)

### Where the time goes

As \`provc codegen --timings\` tells it; the start of Node.js and of the command line comes on top.

${stageTable("cold")}

${stageTable("changed")}

${stageTable("check")}

### Emitted bytes

For each provider, on average: validator ${bytes(emitted.validator)}, of which ${bytes(emitted.code)} are code and the rest is the schema that messages are made from (the standalone module that ajv makes of the same schema, without it: ${bytes(emitted.ajv)}; the code is ${ratio(emitted.code / emitted.ajv)} of it), types ${bytes(emitted.types)}, JSON Schema ${bytes(emitted.schema)}.
`,
    pictures: {
      "codegen.svg": {
        title: "provc codegen",
        description: "Cold runs grow with the number of providers; runs in which nothing changed hardly do.",
        xLabel: "providers",
        yLabel: "time of the whole command",
        unit: (value) => (value < 1 ? `${Math.round(value * 1000)} ms` : `${value} s`),
        series: Object.entries({ ...labels, empty: "an empty process" }).map(([id, label]) => ({
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
