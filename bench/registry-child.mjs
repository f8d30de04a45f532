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
const time = (operation) => nanosecondsPerCall((id) => (seen = operation(id)), ids, Number(milliseconds));
const timeAwaited = (operation) =>
  nanosecondsPerAwaitedCall(async (id) => (seen = await operation(id)), ids, Number(milliseconds));
const answer = {
  map: time((id) => map.get(id)),
  loaded: time((id) => registry.loaded(id)),
  has: time((id) => registry.has(id)),
  list: time(() => registry.list()),
  ids: time(() => registry.ids()),
  mapPromise: await timeAwaited((id) => promises.get(id)),
  get: await timeAwaited((id) => registry.get(id)),
};
if (seen === undefined) throw new Error("Error: a provider is missing");
console.log(JSON.stringify(answer));
