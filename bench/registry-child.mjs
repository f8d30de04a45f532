// One process: prints the nanoseconds of each thing that a program asks a registry for, and of the same with a bare Map.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { nanosecondsPerAwaitedCall, nanosecondsPerCall } from "./measure.mjs";

const [folder, milliseconds] = process.argv.slice(2);
const { engineRegistry: registry } = await import(pathToFileURL(join(folder, "bundle/registry.mjs")).href);
const ids = registry.ids().filter((_, index, all) => index % Math.ceil(all.length / 64) === 0);
const map = new Map();
for (const id of registry.ids()) map.set(id, ids.includes(id) ? await registry.get(id) : {});
const promises = new Map([...map].map(([id, provider]) => [id, Promise.resolve(provider)]));

// The results go somewhere, so that the calls are not optimised away.
let seen;
const time = (operation) => nanosecondsPerCall(operation, ids, Number(milliseconds));
const timeAwaited = (operation) =>
  nanosecondsPerAwaitedCall(async (id) => (seen = await operation(id)), ids, Number(milliseconds));
const operations = {
  map: (id) => (seen = map.get(id)),
  loaded: (id) => (seen = registry.loaded(id)),
  has: (id) => (seen = registry.has(id)),
  list: () => (seen = registry.list()),
  ids: () => (seen = registry.ids()),
};
const awaited = {
  mapPromise: (id) => promises.get(id),
  get: (id) => registry.get(id),
};
// What is measured first would be compiled into the loop that measures, and what comes after it called from there: so
// the loop sees all of them before one is measured.
for (const operation of Object.values(operations)) nanosecondsPerCall(operation, ids, 1);
const answer = {};
for (const [name, operation] of Object.entries(operations)) answer[name] = time(operation);
for (const [name, operation] of Object.entries(awaited)) answer[name] = await timeAwaited(operation);
if (seen === undefined) throw new Error("Error: a provider is missing");
console.log(JSON.stringify(answer));
