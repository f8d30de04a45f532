import type { Tree } from "../../support/folders.js";

/**
 * A small project for the whole compiler: one kind, two providers, one of which has a schema of its own file.
 */
export const sampleProject: Tree = {
  "package.json": '{"name":"sample","private":true,"type":"module"}\n',
  "tsconfig.json": '{"compilerOptions":{"module":"nodenext","strict":true,"lib":["es2022"],"types":[]}}\n',
  "src/cache.ts": "export interface Cache { readonly name: string }\n",
  "src/memory.ts":
    'import type { Cache } from "./cache.js";\nexport default { name: "memory" } satisfies Cache;\n',
  "src/redis.ts":
    'import type { Cache } from "./cache.js";\nexport default { name: "redis" } satisfies Cache;\n',
  "src/redis.schema.yaml": "type: object\nproperties:\n  url: {type: string, format: uri}\nrequired: [url]\n",
  "providers.manifest.yaml": `version: 1
kinds:
  cache:
    title: Cache
    description: Keeps values for a while.
    contract: ./src/cache.ts#Cache
    config: {at: cache, form: inline, selector: type}
    providers:
      memory:
        title: Memory
        description: In the process.
        module: ./src/memory.ts
        schema: {type: object, properties: {size: {type: integer, default: 100}}}
      redis:
        title: Redis
        description: In a server.
        module: ./src/redis.ts
        schema: ./src/redis.schema.yaml
`,
};
