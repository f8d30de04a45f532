// One cold process: prints the milliseconds from the start of this script to the first validated choice.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [rival, folder] = process.argv.slice(2);
const [choice] = JSON.parse(readFileSync(`${folder}/samples.json`, "utf8")).slice(-1);
const schemas = rival === "zod" ? JSON.parse(readFileSync(`${folder}/schemas.json`, "utf8")) : undefined;
// Node's own loader compiles itself on the first import(); like the start of Node, that is no cost of either rival.
await import("./empty.mjs");
const start = performance.now();
let valid;
if (rival === "zod") {
  const { zodUnion } = await import("./zod-union.mjs");
  valid = zodUnion(schemas).safeParse(choice).success;
} else {
  const { engineRegistry } = await import(pathToFileURL(`${folder}/bundle/registry.mjs`).href);
  valid = (await engineRegistry.validate(choice.engine, choice)).valid;
}
const elapsed = performance.now() - start;
if (!valid) throw new Error(`${rival} rejects a valid choice`);
console.log(elapsed);
