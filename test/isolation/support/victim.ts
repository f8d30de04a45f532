/** Runs a workload that never ends, until it is killed itself: `victim.ts <backend> <runtime> <state folder> <config> <source> <args>`. */
import { createIsolationRegistry } from "../../../generated/isolation/registry.js";
import { createIsolation } from "../../../src/isolation/create-isolation.js";

const [backend = "", runtime = "", stateFolder = "", config = "{}", source = "{}", args = "[]"] =
  process.argv.slice(2);
const isolation = await createIsolation(
  createIsolationRegistry(),
  { backends: { [backend]: JSON.parse(config) } },
  { stateFolder },
);
const workload = { id: "victim", runtime, source: JSON.parse(source), args: JSON.parse(args) };
await isolation.execute(workload as never, {
  isolation: backend,
  onStdout: (chunk) => process.stdout.write(chunk),
});
