import { parentPort, workerData } from "node:worker_threads";
import { createRegistry } from "../../../src/registry/create-registry.js";
import { defineProvider } from "../../../src/registry/define-provider.js";
import type { AnyRegistry } from "../../../src/registry/registry-types.js";
import { kindTable, type LoadCounts, type Runner, runnerSchema } from "./hand-made-kind.js";

/** Fills a registry, uses it under load and sends home what it saw; there is one of these in each thread. */
const { number, ids } = workerData as { readonly number: number; readonly ids: readonly string[] };
const counts: LoadCounts = { providers: new Map(), validators: new Map() };
const own = `worker:${number}`;
const registry: AnyRegistry = createRegistry<Runner>(kindTable(ids, counts)).register(
  defineProvider({ id: own, schema: runnerSchema, load: async () => ({ name: own }) }),
);
const all = registry.ids();
const created = await Promise.all(
  Array.from({ length: 50 }, (_, turn) =>
    registry.create(all[turn % all.length] ?? own, { command: [String(turn)] }),
  ),
);
const invalid = await registry.validate(own, { comand: [] });
const unknown = await registry.get("nobody").catch((error: { code: string }) => error.code);
parentPort?.postMessage({
  ids: all,
  created: created.length,
  loads: [...counts.providers.values()],
  invalid,
  unknown,
});
