// npm run bench: measures, keeps the results of each suite in bench/results/, and writes docs/benchmarks.md from them.
//   --quick          short rounds and small sizes; prints the page and writes nothing
//   --only a,b       these suites only; the page keeps the others' last results
//   --resume         only the suites that have no results yet
//   --clean          also removes the projects in the system's folder for temporary files, at the end
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    tiny: { type: "boolean", default: false },
    only: { type: "string" },
    resume: { type: "boolean", default: false },
    clean: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const log = (text) => console.error(text);

// The peers are no dependencies of the project: they are installed when they are first needed.
if (!existsSync(join(here, "node_modules"))) {
  log("installing the peers");
  const install = spawnSync("npm", ["ci", "--prefix", here, "--no-audit", "--no-fund"], {
    stdio: ["ignore", 2, 2],
  });
  if (install.status !== 0)
    throw new Error("the peers could not be installed; provc is measured against them");
}
const [{ suites }, { describeMachine }, { readResults, renderPage, writePage }] = await Promise.all([
  import("./suites.mjs"),
  import("./machine.mjs"),
  import("./render.mjs"),
]);

const known = suites.map(({ name }) => name);
const wanted = flags.only?.split(",") ?? known;
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new Error(`unknown suites: ${unknown.join(", ")}; there are ${known.join(", ")}`);

const short = flags.quick || flags.tiny;
const results = short ? {} : readResults();
const started = performance.now();
for (const suite of suites) {
  if (!wanted.includes(suite.name) || (flags.resume && results[suite.name])) continue;
  const start = performance.now();
  const data = await suite.measure({ quick: short, tiny: flags.tiny, log });
  results[suite.name] = { machine: describeMachine(), data };
  if (!short) {
    mkdirSync(join(here, "results"), { recursive: true });
    writeFileSync(
      join(here, `results/${suite.name}.json`),
      `${JSON.stringify(results[suite.name], undefined, 2)}\n`,
    );
  }
  log(`${suite.name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
log(`all: ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
if (flags.json) console.log(JSON.stringify({ results, pages: renderPage(results) }));
else if (short) console.log(renderPage(results)["benchmarks.md"]);
else writePage(results);
if (flags.clean) rmSync(join(tmpdir(), "provc-bench"), { recursive: true, force: true });
