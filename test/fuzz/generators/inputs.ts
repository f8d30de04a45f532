import type fc from "fast-check";
import { combinations, mistakes } from "../../document/mistakes/mistakes.js";
import type { FuzzInput, TargetName } from "../fuzz-input.js";
import { seedManifest, seedSchema } from "../targets/seed-project.js";
import { commandLine } from "./command-lines.js";
import { faultyFile } from "./mutations.js";

/** A document with every kind of choice, and comments, anchors and merge keys. */
const seedDocument = `# The shop.
project: {name: shop, replicas: 3}
license: abc
backend: &backend
  provider: encore-ts # for now
  region: eu
  providers:
    generic:
      dev: {command: [npm, run, 'dev'], workdir: ./web, env: {A: 1, B: "\${HOME:-x}"}, port: 8080}
    encore-ts: {entrypoint: src/main.ts, token: hunter2hunter2, secrets: {a: s3-x}, debug: true}
isolation: {use: auto, backends: {microvm: {kernel: linux}}}
queues: {main: {type: redis, size: 3, url: "redis://u:p@h/0"}}
databases:
  main: {connection_env: DB, migrations: &m {engine: prisma, path: db/main, schema_path: db/schema.prisma}}
  other: {migrations: {<<: *m, path: db/other, strategy: post_deploy}}
`;

/** The inputs of each target. */
export const inputs: { readonly [Name in TargetName]: fc.Arbitrary<FuzzInput> } = {
  manifest: faultyFile([seedManifest], ["providers.manifest.yaml", "providers.manifest.yaml"]),
  schema: faultyFile([seedSchema], ["src/fuzzed.yaml", "src/fuzzed.json"]),
  document: faultyFile(
    [seedDocument, ...[...mistakes, ...combinations].map(([, text]) => text).filter((text) => text !== "")],
    ["test.yml", "test.json"],
  ),
  arguments: commandLine,
};
