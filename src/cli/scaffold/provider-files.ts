import { existsSync } from "node:fs";
import path from "node:path";
import type { ImportExtension } from "../../../generator/manifest/import-path.js";
import type { KindModel } from "../../../generator/model/model.js";
import { providerWords } from "../../contract/kind-words.js";
import { importSpecifier } from "./provider-module.js";

/** Where the files of a new provider go; relative to the manifest's folder, with `/`. */
export interface ProviderPlaces {
  readonly module: string;
  readonly schema: string;
  readonly test: string;
}

/** Beside the other providers of the kind, or beside its contract; the test where the project keeps its tests. */
export function providerPlaces(root: string, kind: KindModel, id: string): ProviderPlaces {
  const siblings = kind.providers.flatMap((sibling) => {
    const folder = path.posix.dirname(path.posix.normalize(sibling.module.path));
    return path.posix.basename(folder) === sibling.id ? [path.posix.dirname(folder)] : [];
  });
  const parent = mostFrequent(siblings) ?? folderOf(kind);
  const folder = path.posix.join(parent, id);
  return {
    module: `${folder}/index.ts`,
    schema: `${folder}/config.schema.yaml`,
    test: testPlace(root, kind.id, path.posix.basename(parent), id) ?? `${folder}/index.test.ts`,
  };
}

/** The project's folder of tests, or the one in it that the kind's tests are in. */
function testPlace(root: string, kind: string, folder: string, id: string): string | undefined {
  const exists = (name: string): boolean => existsSync(path.join(root, name));
  const tests = ["test", "tests"].find(exists);
  if (tests === undefined) return undefined;
  const own = [`${tests}/${kind}`, `${tests}/${folder}`].find(exists);
  return own === undefined ? `${tests}/${kind}-${id}.test.ts` : `${own}/${id}.test.ts`;
}

/** The contract's folder, unless that holds all of the project's code; then one of the kind's own. */
function folderOf({ id, contract }: KindModel): string {
  const folder = path.posix.dirname(path.posix.normalize(contract.path));
  return /^(\.|app|lib|source|src)$/.test(path.posix.basename(folder)) ? path.posix.join(folder, id) : folder;
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** A first schema of a provider's settings: none yet. */
export function schemaText(kind: KindModel, id: string): string {
  return `# JSON Schema of ${placeText(kind, id)}. Describe each setting below properties, such as
#   timeout_ms: {description: How long to wait., type: integer, minimum: 0, default: 1000}
type: object
properties: {}
`;
}

function placeText({ config, ...kind }: KindModel, id: string): string {
  if (config === undefined) return `the settings of ${providerWords(kind)} ${id}`;
  const at = config.at.map((key) => (key === "*" ? "<name>" : key)).join(".");
  if (config.form === "keyed")
    return `what stands below ${at}.${config.map ?? "providers"}.${id} in the document`;
  return `the fields beside ${config.selector}: ${id} in ${at} of the document`;
}

/** What a provider's first test is about. */
export interface TestRequest {
  readonly kind: KindModel;
  readonly id: string;
  /** Paths relative to the manifest's folder, with `/`. */
  readonly test: string;
  readonly registryModule: string;
  readonly importExtension: ImportExtension;
  /** Settings that every provider of the kind must have. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** False when the provider's module throws until it is written. */
  readonly loads: boolean;
}

/** A first test, which passes: the registry knows the provider, takes its settings and, if it can, loads it. */
export function testText(request: TestRequest): string {
  const { kind, id, test, registryModule, importExtension, settings, loads } = request;
  const create = `create${kind.names.pascal}Registry`;
  const from = JSON.stringify(importSpecifier(path.posix.dirname(test), registryModule, importExtension));
  const words = JSON.stringify(`${providerWords(kind)} ${id}`);
  const name = JSON.stringify(id);
  const loading = `
  it("is loaded by its registry", async () => {
    expect(await ${create}().get(${name})).toBeDefined();
  });
`;
  return `import { describe, expect, it } from "vitest";
import { ${create} } from ${from};

describe(${words}, () => {${loads ? loading : ""}
  it("takes its settings", async () => {
    const result = await ${create}().validate(${name}, ${JSON.stringify(settings)});
    expect(result).toMatchObject({ valid: true });
  });
});
`;
}
