// One process with one rival: prints the nanoseconds to validate a document in the keyed form with one block and with three.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nanosecondsPerCall } from "./measure.mjs";

const [rival, folder, milliseconds] = process.argv.slice(2);
const readJson = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"));
const blocks = readJson("samples.json").map(({ engine, ...config }) => [engine, config]);
const documentOf = (index, size) => {
  const chosen = Array.from({ length: size }, (_, step) => blocks[(index + step) % blocks.length]);
  return { provider: chosen[0][0], providers: Object.fromEntries(chosen) };
};

async function provc() {
  const { engineRegistry } = await import(pathToFileURL(join(folder, "bundle/registry.mjs")).href);
  const checkers = new Map();
  for (const [id] of blocks) checkers.set(id, await engineRegistry.checker(id));
  const context = { at: ["engine", "providers"] };
  return ({ provider, providers }) => {
    if (!engineRegistry.has(provider) || !Object.hasOwn(providers, provider)) return false;
    for (const id in providers) {
      if (checkers.get(id)?.check(providers[id], context).issues.length !== 0) return false;
    }
    return true;
  };
}

async function zod() {
  const { keyed } = await import("./peers/zod.mjs");
  return keyed(readJson("schemas.json")).check;
}

const check = await { provc, zod }[rival]();
const answer = {};
for (const [name, size] of Object.entries({ one: 1, three: 3 })) {
  const documents = blocks.map((_, index) => documentOf(index, size));
  if (!documents.every((document) => check(document))) throw new Error(`Error: ${rival} rejects a document`);
  answer[name] = nanosecondsPerCall(check, documents, Number(milliseconds));
}
console.log(JSON.stringify(answer));
