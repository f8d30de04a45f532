// npm run bench: measures, prints and writes docs/benchmarks.md. `--quick` shortens the rounds and writes nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compare, comparePrinted, compareProcesses } from "./measure.mjs";
import { renderReport } from "./report.mjs";
import { commandLine, createProject, provc } from "./synthetic-project.mjs";
import { zodUnion } from "./zod-union.mjs";

const quick = process.argv.includes("--quick");
const rounds = quick ? 1 : 9;
const sizes = quick ? [10, 100] : [10, 100, 1000];
const here = fileURLToPath(new URL(".", import.meta.url));

const projects = new Map();
for (const size of sizes) {
  console.log(`compiling ${size} providers`);
  projects.set(size, await createProject(size));
}
const readJson = (size, name) => JSON.parse(readFileSync(join(projects.get(size).folder, name), "utf8"));

/** The registry's synchronous path: the checkers that a program holds once it has validated each choice once. */
async function registryRival(size) {
  const { engineRegistry } = await import(pathToFileURL(projects.get(size).registry).href);
  const checkers = new Map();
  const inputs = readJson(size, "samples.json");
  for (const { engine } of inputs) checkers.set(engine, await engineRegistry.checker(engine));
  const context = { at: ["engine"] };
  const operation = (choice) => {
    if (checkers.get(choice.engine).check(choice, context).issues.length > 0) throw new Error("rejected");
  };
  return { operation, inputs };
}

function zodRival(size) {
  const union = zodUnion(readJson(size, "schemas.json"));
  const operation = (choice) => {
    if (!union.safeParse(choice).success) throw new Error("rejected");
  };
  return { operation, inputs: readJson(size, "samples.json") };
}

try {
  const rivals = {};
  for (const size of sizes) {
    rivals[`provc ${size}`] = await registryRival(size);
    rivals[`zod ${size}`] = zodRival(size);
  }
  const validation = compare(rivals, { rounds, milliseconds: quick ? 20 : 150 });
  const cold = {};
  for (const size of sizes) {
    const script = join(here, "cold-start-child.mjs");
    cold[size] = comparePrinted(
      {
        provc: [script, "provc", projects.get(size).folder],
        zod: [script, "zod", projects.get(size).folder],
      },
      { rounds },
    );
  }
  const check = {};
  for (const size of sizes) {
    const { folder } = projects.get(size);
    provc(folder, ["codegen", "--check"]);
    check[size] = compareProcesses(
      { empty: [join(here, "empty.mjs")], check: [commandLine, "codegen", "--check"] },
      { rounds, cwd: { check: folder } },
    );
  }
  const report = renderReport({ sizes, validation, cold, check });
  console.log(report);
  if (!quick) writeFileSync(join(here, "../docs/benchmarks.md"), report);
} finally {
  for (const project of projects.values()) project.remove();
}
