import { parse, stringify } from "yaml";
import type { FileReader } from "../../../generator/manifest/file-reader.js";
import { createMemoryFileReader } from "../../../generator/manifest/memory-file-reader.js";
import type { ContractChecker } from "../../../generator/model/contracts/contract-report.js";
import { type LoadedModel, loadModel } from "../../../generator/model/load-model.js";
import type { Model } from "../../../generator/model/model.js";

/** Contents of a project by path below `/project`. */
export type ProjectFiles = { readonly [path: string]: string };

/** Contracts are TypeScript's business; these tests are about everything else. */
export const noContracts: ContractChecker = async () => ({ faults: [], inputs: [] });

/** Modules that manifests in tests name. */
const modules: ProjectFiles = {
  "package.json": "{}",
  "src/contract.ts": "export interface Contract {}",
  "src/one.ts": "export default {};",
  "src/two.ts": "export default {};",
};

export function projectReader(files: ProjectFiles, links: ProjectFiles = {}): FileReader {
  const absolute = (entries: ProjectFiles) =>
    Object.fromEntries(Object.entries(entries).map(([path, text]) => [`/project/${path}`, text]));
  const outside = { "/outside/one.ts": "", "/outside/x.yaml": "{}" };
  return createMemoryFileReader({
    files: { ...outside, ...absolute({ ...modules, ...files }) },
    links: absolute(links),
  });
}

/** Loads `/project/providers.manifest.yaml` with other files of the project. */
export async function load(
  manifest: string,
  files: ProjectFiles = {},
  links: ProjectFiles = {},
): Promise<LoadedModel> {
  return loadModel({
    manifestPath: "providers.manifest.yaml",
    cwd: "/project",
    files: projectReader({ "providers.manifest.yaml": manifest, ...files }, links),
    checkContracts: noContracts,
  });
}

/** The model of a manifest in which nothing is wrong. */
export async function modelOf(manifest: string, files: ProjectFiles = {}): Promise<Model> {
  const { model, diagnostics } = await load(manifest, files);
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

/** Diagnostics as lines: `file:line:column code: message (hint)`; the manifest's name is left out. */
export async function diagnose(
  manifest: string,
  files: ProjectFiles = {},
  links: ProjectFiles = {},
): Promise<string[]> {
  const { model, diagnostics } = await load(manifest, files, links);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if ((model === undefined) !== errors.length > 0) throw new Error("a model exactly when there is no error");
  return diagnostics.map(({ file, line, column, code, message, hint }) => {
    const place = `${file === "providers.manifest.yaml" ? "" : `${file}:`}${line}:${column}`;
    return `${place} ${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
  });
}

/** A manifest with the given YAML under `kinds.storage`, whose providers are `one` and `two`. */
export function withKind(
  lines: string,
  providers = "one: {module: ./src/one.ts}\ntwo: {module: ./src/two.ts}",
): string {
  const indented = (text: string, by: string): string =>
    text
      .split("\n")
      .map((line) => (line === "" ? line : by + line))
      .join("\n");
  return [
    "version: 1",
    "kinds:",
    "  storage:",
    "    contract: ./src/contract.ts#Contract",
    indented(lines, "    "),
    "    providers:",
    indented(providers, "      "),
    "",
  ]
    .filter((line, index, all) => line !== "" || index === all.length - 1)
    .join("\n");
}

/** The same YAML document with the keys of all maps in another order. */
export function shuffleKeys(text: string, order: (keys: string[]) => string[]): string {
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffle);
    if (typeof value !== "object" || value === null) return value;
    const fields = value as { [key: string]: unknown };
    return new Map(order(Object.keys(fields)).map((key) => [key, shuffle(fields[key])]));
  };
  return stringify(shuffle(parse(text)));
}
