// One cold process with one generator: prints the milliseconds of its import, those for each schema, and the bytes of each.
import { generators } from "./peers/generators.mjs";
import { providersOf } from "./synthetic-providers.mjs";

const [name, size] = process.argv.slice(2);
const providers = providersOf(Number(size));
const start = performance.now();
const generate = await generators[name].load();
const loaded = performance.now();
const length = await generate(providers);
const end = performance.now();
console.log(
  JSON.stringify({
    loading: loaded - start,
    perSchema: (end - loaded) / providers.length,
    size: length / providers.length,
  }),
);
