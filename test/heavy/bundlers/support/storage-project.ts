import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../../../support/folders.js";
import { installPackage, repository, run } from "../../support/installed-package.js";

/** The providers of the project. Code and validator of each hold a text that nothing else does. */
export const providerIds = ["bucket", "disk", "memory"] as const;
export type StorageId = (typeof providerIds)[number];
export const codeMarker = (id: string): string => `code-of-${id}`;
export const validatorMarker = (id: string): string => `setting-of-${id}`;

/** A project that uses the packed package, compiled to JavaScript. */
export interface StorageProject {
  /** Holds `generated/` and `src/` as JavaScript, and `node_modules`. */
  readonly compiled: string;
  /** A new folder without `node_modules` anywhere above it. */
  emptyFolder(): string;
}

/** Makes the project with these programs (name below `src/` → TypeScript). */
export function createStorageProject(programs: { readonly [name: string]: string }): StorageProject {
  const workspace = temporaryFolder();
  const project = path.join(workspace, "project");
  installPackage(workspace, project);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  };
  write("package.json", '{ "name": "bundled", "private": true, "type": "module" }\n');
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src", "generated"] }));
  write("src/storage.ts", contract);
  for (const id of providerIds) {
    write(`src/providers/${id}.ts`, providerModule(id));
    write(`src/providers/${id}.schema.json`, JSON.stringify(configSchema(id)));
  }
  write("providers.manifest.yaml", manifest);
  for (const [name, text] of Object.entries(programs)) write(`src/${name}`, text);
  run("node", ["node_modules/provc/dist/cli.js", "codegen"], project);
  run("node", [path.join(repository, "node_modules/typescript/bin/tsc")], project);
  const compiled = path.join(project, "compiled");
  writeFileSync(path.join(compiled, "package.json"), '{ "type": "module" }\n');
  let folders = 0;
  return {
    compiled,
    emptyFolder: () => {
      const folder = path.join(workspace, `empty-${++folders}`);
      mkdirSync(folder);
      return folder;
    },
  };
}

const compilerOptions = {
  target: "es2022",
  module: "nodenext",
  strict: true,
  allowJs: true,
  skipLibCheck: true,
  verbatimModuleSyntax: true,
  types: ["node"],
  rootDir: ".",
  outDir: "compiled",
};

const contract = `export interface Storage { put(key: string): string }
export interface StorageProvider<Config = unknown> { create(config: Config): Storage }
`;

const typeName = (id: string): string => `Storage${id.charAt(0).toUpperCase()}${id.slice(1)}Config`;

const providerModule = (id: string): string => `
import type { ${typeName(id)} } from "../../generated/storage/providers/${id}.config.js";
import type { StorageProvider } from "../storage.js";
const provider: StorageProvider<${typeName(id)}> = {
  create: ({ folder }) => ({ put: (key) => ["${codeMarker(id)}", folder, key].join(" ") }),
};
export default provider;
`;

const configSchema = (id: string): object => ({
  type: "object",
  required: ["folder"],
  properties: {
    folder: { type: "string", pattern: "^[a-z]+$", description: `The ${validatorMarker(id)}.` },
    since: { type: "string", format: "date" },
    retries: { type: "integer", minimum: 0, default: 3 },
  },
});

const manifest = `version: 1
document: {title: App, files: [app.yml], schema: {type: object}}
kinds:
  storage:
    title: Storage
    description: Keeps files.
    contract: ./src/storage.ts#StorageProvider
    config: {at: storage, form: keyed, selector: provider, map: providers}
    providers:
${providerIds
  .map(
    (id) =>
      `      ${id}: {title: The ${id}, module: ./src/providers/${id}.ts, schema: ./src/providers/${id}.schema.json}\n`,
  )
  .join("")}`;
