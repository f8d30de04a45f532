// Writes docs/benchmarks.md and docs/pictures/ from the results of the last measurements: node bench/render.mjs
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { digits, milliseconds, table } from "./format.mjs";
import { goals, reached } from "./goals.mjs";
import { suites } from "./suites.mjs";
import { logLogChart } from "./svg-chart.mjs";

const place = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Suite → {machine, data}, as far as it has been measured. */
export function readResults(folder = place("results")) {
  const measured = suites.flatMap(({ name }) => {
    const file = `${folder}/${name}.json`;
    return existsSync(file) ? [[name, JSON.parse(readFileSync(file, "utf8"))]] : [];
  });
  return Object.fromEntries(measured);
}

/** The page and its pictures, path → text. */
export function renderPage(results) {
  const data = Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data]));
  const sections = suites.filter(({ name }) => data[name]).map((suite) => suite.render(data[suite.name]));
  const pictures = Object.assign({}, ...sections.map((section) => section.pictures));
  const page = [heading(results), goalSection(data), ...sections.map(({ markdown }) => markdown)].join("\n");
  return {
    "benchmarks.md": page,
    ...Object.fromEntries(
      Object.entries(pictures).map(([name, chart]) => [`pictures/${name}`, logLogChart(chart)]),
    ),
  };
}

function heading(results) {
  const machines = Object.values(results).map(({ machine }) => machine);
  const newest = Object.assign({}, ...machines);
  const versions = Object.assign({}, ...machines.map(({ versions }) => versions));
  const rows = [
    ["Machine", newest.hardware],
    ["Node.js", newest.node],
    [
      "Peers",
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
    [
      "Input",
      "N synthetic providers of one kind, 10–20 settings each with two levels of nesting, ten different schemas; ten choices spread over the providers, the same at every N",
    ],
  ];
  return `# Benchmarks

Written by \`npm run bench\`. Medians of interleaved rounds; read the ratios, not the absolute times: they depend on the
machine. \`npm run bench -- --only codegen\` measures one suite again, \`node bench/render.mjs\` writes this page anew.

${table(["", ""], rows)}
`;
}

function goalSection(data) {
  const judged = goals.map((goal) => ({ ...goal, measured: goal.value(data) }));
  const rows = judged.map((goal) => {
    const { text, direction, target, measured } = goal;
    if (measured === undefined) return [text, `${direction} ${target}`, "–", "not measured"];
    return [text, `${direction} ${target}`, digits(measured), reached(goal, measured) ? "yes" : "**no**"];
  });
  const missed = judged.filter((goal) => goal.measured !== undefined && !reached(goal, goal.measured));
  return `## Goals

${table(["figure", "goal", "measured", "reached"], rows)}
${missed.length === 0 ? "" : `\n### What falls short\n\n${missed.map((goal) => `- ${explain(goal, data)}`).join("\n")}\n`}`;
}

/** Why a goal is missed: for whole commands, where their time goes. The wait for a check that is left out is left out. */
function explain({ text, measured, target, command }, data) {
  const gap = `**${text}**: ${digits(measured)} instead of ${target}.`;
  if (typeof command === "function") return `${gap} ${command(data)}`;
  const answer = command && data.codegen.answers[command.size];
  const run = command?.run;
  if (answer === undefined) return gap;
  const stages = Object.entries(answer.stages[run === "unchecked" ? "cold" : run] ?? {}).filter(
    ([stage]) => !/beside the rest/.test(stage) && !(run === "unchecked" && /^wait for/.test(stage)),
  );
  const inside = stages.reduce((sum, [, value]) => sum + value, 0);
  const around = Math.max(0, answer[run] - inside - answer.empty);
  const parts = [
    ["an empty process", answer.empty],
    ["loading code, starting and ending", around],
    ...stages.sort(([, a], [, b]) => b - a).slice(0, 5),
  ];
  return `${gap} Of ${milliseconds(answer[run])}: ${parts.map(([part, value]) => `${part} ${milliseconds(value)}`).join(", ")}. ${command.why(answer)}`;
}

/** Writes page and pictures. */
export function writePage(results = readResults()) {
  mkdirSync(place("../docs/pictures"), { recursive: true });
  for (const [path, text] of Object.entries(renderPage(results)))
    writeFileSync(place(`../docs/${path}`), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writePage();
