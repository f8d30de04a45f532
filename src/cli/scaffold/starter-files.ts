import { manifestName } from "../workspace/project.js";

/** What `provc init` writes besides `package.json`: path with `/` → text. */
export const starterFiles: ReadonlyMap<string, string> = new Map([
  [".gitignore", "node_modules/\n.provc/\n"],
  [
    "tsconfig.json",
    `{
  "compilerOptions": {
    "target": "es2022",
    "module": "nodenext",
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["src", "test", "generated"]
}
`,
  ],
  [
    manifestName,
    `# yaml-language-server: $schema=./generated/schemas/manifest.schema.json
# The kinds of provider that this project has, and the providers of each. After a change: npx provc codegen
version: 1

document:
  title: App configuration
  files: [app.yml, app.yaml, app.json]
  schema: ./src/config/document.schema.yaml

kinds:
  storage:
    title: Storage provider
    description: Keeps texts by key.
    contract: ./src/storage/provider.ts#StorageProvider
    config:
      at: storage
      form: keyed
      selector: provider
      map: providers
    providers:
      memory:
        title: Memory
        description: Keeps entries for as long as the program runs.
        module: ./src/storage/memory/index.ts
        schema: ./src/storage/memory/config.schema.yaml
`,
  ],
  [
    "app.yml",
    `# yaml-language-server: $schema=./generated/schemas/document.editor.schema.json
name: example
storage:
  provider: memory
  providers:
    memory:
      max_entries: 100
`,
  ],
  [
    "src/config/document.schema.yaml",
    `# The fields of the document that belong to no provider.
type: object
required: [name]
properties:
  name:
    description: What this app is called.
    type: string
    minLength: 1
`,
  ],
  [
    "src/storage/provider.ts",
    `/** A place for texts. */
export interface Storage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** The contract of kind \`storage\`: what every storage provider implements. */
export interface StorageProvider<Config = unknown> {
  /** Opens a storage; the config has been checked, and defaults are filled in. */
  create(config: Config): Storage;
}
`,
  ],
  [
    "src/storage/memory/config.schema.yaml",
    `# What stands below storage.providers.memory in the document.
type: object
properties:
  max_entries:
    description: How many entries are kept; beyond that the oldest one goes.
    type: integer
    minimum: 1
    default: 1000
`,
  ],
  [
    "src/storage/memory/index.ts",
    `import type { StorageMemoryConfig } from "../../../generated/storage/providers/memory.config.js";
import type { StorageProvider } from "../provider.js";

const memory: StorageProvider<StorageMemoryConfig> = {
  create({ max_entries = 1000 }) {
    const entries = new Map<string, string>();
    return {
      get: (key) => entries.get(key),
      set(key, value) {
        entries.delete(key);
        entries.set(key, value);
        const [oldest] = entries.keys();
        if (entries.size > max_entries && oldest !== undefined) entries.delete(oldest);
      },
    };
  },
};

export default memory;
`,
  ],
  [
    "test/storage.test.ts",
    `import { expect, test } from "vitest";
import { createStorageRegistry } from "../generated/storage/registry.js";

test("memory keeps the newest entries", async () => {
  const storage = await createStorageRegistry().create("memory", { max_entries: 2 });
  for (const key of ["a", "b", "c"]) storage.set(key, key.toUpperCase());
  expect([storage.get("a"), storage.get("b"), storage.get("c")]).toEqual([undefined, "B", "C"]);
});

test("a misspelt setting is refused", async () => {
  const message = 'unknown field "max_entry" in storage.providers.memory; did you mean "max_entries"?';
  expect(await createStorageRegistry().validate("memory", { max_entry: 2 })).toMatchObject({
    valid: false,
    issues: [{ message }],
  });
});
`,
  ],
]);
