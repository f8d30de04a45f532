/** Runs workloads one after the other and prints what comes of them as JSON: `as-nobody.ts <state folder> <config> <workloads>`. */
import { createIsolationRegistry } from "../../../../generated/isolation/registry.js";
import { createIsolation } from "../../../../src/isolation/create-isolation.js";
import type { Workload } from "../../../../src/isolation/workload.js";

const [stateFolder = "", config = "{}", workloads = "[]"] = process.argv.slice(2);
const errors: string[] = [];
const isolation = await createIsolation(
  createIsolationRegistry(),
  { backends: JSON.parse(config) as Record<string, unknown> },
  { stateFolder, onError: (error) => errors.push(String(error)) },
);
const backends = Object.fromEntries(
  (await isolation.list()).map(({ name, availability }) => [name, availability]),
);
const results: object[] = [];
for (const [index, [backend, workload]] of (JSON.parse(workloads) as [string, Workload][]).entries()) {
  const { output, ...result } = await isolation.execute(
    { ...workload, id: `w${index}` },
    { isolation: backend },
  );
  results.push({ ...result, output: Buffer.from(output).toString() });
}
await isolation.close();
console.log(JSON.stringify({ backends, results, errors }));
