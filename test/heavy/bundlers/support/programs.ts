/** A registry of one provider, whose code and validator are imported as any module is. */
const oneProvider = `import { createRegistry } from "provc";
import type { StorageConfigMap } from "../generated/storage/config.js";
import { storageKind } from "../generated/storage/kind.js";
import * as validator from "../generated/storage/providers/disk.validator.js";
import disk from "./providers/disk.js";
import type { StorageProvider } from "./storage.js";

export const storage = createRegistry<StorageProvider, Pick<StorageConfigMap, "disk">>({
  ...storageKind,
  providers: { disk: { id: "disk", title: "The disk", load: async () => disk, validator: async () => validator } },
});
`;

/** Uses one provider of a registry: a valid config, an invalid one, and an id that is not there. */
const useOf = (registry: string, id: string): string => `
async function main(): Promise<string[]> {
  const lines: string[] = [];
  const instance = await ${registry}.create("${id}", { folder: "data", since: "2024-02-29" });
  lines.push(instance.put("key"));
  const result = await ${registry}.validate("${id}", { foldr: "data", since: "2023-02-29" });
  lines.push(...(result.valid ? ["valid"] : result.issues.map((issue) => issue.message)));
  lines.push(${registry}.ids().join(" "));
  return lines;
}
`;

/** What {@link useOf} gives. */
export const usedLines = (id: string, ids: readonly string[]): string[] => [
  `code-of-${id} data key`,
  `unknown field "foldr" in storage.providers.${id}; did you mean "folder"?`,
  `storage.providers.${id}.since must be a date like 2024-12-31`,
  ids.join(" "),
];

const printed = 'main().then((lines) => console.log(lines.join("\\n")));\n';

export const programs: { readonly [name: string]: string } = {
  "one-provider.ts": oneProvider,
  "one.ts": `import { storage } from "./one-provider.js";\n${useOf("storage", "disk")}${printed}`,
  "all.ts": `import { storageRegistry } from "../generated/storage/registry.js";\n${useOf("storageRegistry", "disk")}${printed}`,
  // Like a handler for a server without a server, it exports something: a bundler must keep its file as it is.
  "handler.ts": `import { storageRegistry } from "../generated/storage/registry.js";
export const handle = (config: unknown) => storageRegistry.validate("disk", config);
handle({ folder: "data" }).then((result) => console.log(result.valid));
`,
  "custom.ts": `import { defineProvider } from "provc";
import { storage } from "./one-provider.js";
const widened = storage.register(
  defineProvider({ id: "acme:none", provider: { create: () => ({ put: () => "custom" }) } }),
);
widened.create("acme:none", {}).then((instance) => console.log(instance.put("key")));
`,
  "custom-schema.ts": `import { defineProvider } from "provc";
import { storage } from "./one-provider.js";
const schema = { type: "object", properties: { level: { type: "integer" } } };
const widened = storage.register(
  defineProvider({ id: "acme:some", schema, provider: { create: () => ({ put: () => "some" }) } }),
);
widened.validate("acme:some", { level: "high" }).then((result) =>
  console.log(result.valid ? "valid" : result.issues.map((issue) => issue.message).join()),
);
`,
  "page.ts": `import { storage } from "./one-provider.js";
${useOf("storage", "disk")}
declare const document: { body: { textContent: string }; documentElement: { dataset: Record<string, string> } };
function codeFromText(): string {
  try {
    return String(new Function("return 'allowed'")());
  } catch {
    return "refused";
  }
}
main().then(
  (lines) => {
    document.documentElement.dataset.code = codeFromText();
    document.body.textContent = lines.join("\\n");
  },
  (error) => {
    document.body.textContent = String(error);
  },
);
`,
};
