import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { emitRegistry } from "../../../generator/emit/emit-registry.js";
import type { PagedKindTable } from "../../../src/contract/table.js";
import { createRegistry } from "../../../src/index.js";
import { temporaryFolder, writeTree } from "../../support/folders.js";
import { buildModel } from "./fixtures/build-model.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const entry = new URL("../../../src/index.ts", import.meta.url).href;
const hostile = "`${process.exit(7)}` \\ \u2028 </script> <!-- \"quoted\" 'and' \\u0041";

/** The registry module of so many providers, with stand-ins for providers and validators. */
function writeRegistry(count: number) {
  const ids = ["__proto__", ...Array.from({ length: count - 1 }, (_, index) => `p${index}`)];
  const providers = Object.fromEntries(
    ids.map((id) => [id, { schema: {}, title: `Title ${id}`, description: hostile, module: module(id) }]),
  );
  const model = buildModel({ engine: { providers } });
  const kind = model.kinds[0];
  if (kind === undefined) throw new Error("no kind");
  const files = emitRegistry(model, kind, { toProject: "..", importExtension: "js" });
  const folder = temporaryFolder();
  const tree: Record<string, string> = {
    "generated/engine/config.ts": "export interface EngineConfigMap {}\n",
  };
  for (const { path, content } of files)
    tree[`generated/${path}`] = content.replaceAll('from "provc"', `from ${JSON.stringify(entry)}`);
  for (const id of ids) {
    tree[`src/${id}.ts`] = `export default { id: ${JSON.stringify(id)} };\n`;
    tree[`generated/engine/providers/${id}.validator.js`] =
      `export const schema = {};\nexport function validate(value) { return value.id === ${JSON.stringify(id)}; }\n`;
  }
  writeTree(folder, { ...tree, "package.json": '{"type":"module"}' });
  return { folder, ids, files };
}

const module = (id: string) => ({ path: `./src/${id}.ts`, exportName: "default" });

/** Runs a program in a process of its own, and lists the scripts below its folder that it loaded. */
async function loadedBy(folder: string, program: string): Promise<string[]> {
  const file = join(folder, "program.mts");
  writeFileSync(file, program);
  const coverage = join(folder, "coverage");
  await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
    cwd: root,
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
  const here = pathToFileURL(`${folder}/`).href;
  const urls = readdirSync(coverage).flatMap((report) =>
    (JSON.parse(readFileSync(join(coverage, report), "utf8")).result as { url: string }[]).map(
      ({ url }) => url,
    ),
  );
  return urls
    .filter((url) => url.startsWith(here))
    .map((url) => url.slice(here.length))
    .sort();
}

describe("a program that validates one choice", () => {
  const program = (id: string) => `
    import { engineRegistry } from "./generated/engine/registry.js";
    if (!(await engineRegistry.validate(${JSON.stringify(id)}, { id: ${JSON.stringify(id)} })).valid) process.exit(1);
    if (engineRegistry.list().length !== engineRegistry.ids().length) process.exit(1);
  `;

  it("among 48 providers loads the registry and that provider's validator", async () => {
    const { folder } = writeRegistry(48);
    expect(await loadedBy(folder, program("p42"))).toEqual([
      "generated/engine/providers/p42.validator.js",
      "generated/engine/registry.ts",
      "program.mts",
    ]);
  });

  it.each([49, 200])("among %i loads the page of that provider, too", async (count) => {
    const { folder } = writeRegistry(count);
    const loaded = await loadedBy(folder, program("__proto__"));
    expect(loaded).toHaveLength(4);
    expect(loaded.filter((path) => path.startsWith("generated/engine/pages/"))).toHaveLength(1);
    expect(loaded).toContain("generated/engine/providers/__proto__.validator.js");
  });
});

describe("a paged table", () => {
  it("has each provider on one page, and keeps the others in place when one comes in", () => {
    const pagesOf = (count: number) => {
      const { files, ids } = writeRegistry(count);
      const pages = files.filter(({ path }) => path.startsWith("engine/pages/"));
      for (const id of ids.slice(1))
        expect(
          pages.filter(({ content }) => content.includes(`\n  ${id}: {`)),
          id,
        ).toHaveLength(1);
      return new Map(pages.map(({ path, content }) => [path, content]));
    };
    const before = pagesOf(200);
    const after = pagesOf(201);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect([...after].filter(([path, content]) => before.get(path) !== content)).toHaveLength(1);
  });

  it("says of its providers what a plain table says, hostile text and all", async () => {
    const { folder, ids } = writeRegistry(150);
    expect(existsSync(join(folder, "generated/engine/pages"))).toBe(true);
    const module = await import(pathToFileURL(join(folder, "generated/engine/registry.ts")).href);
    const { engineTable, engineRegistry } = module as {
      engineTable: PagedKindTable;
      engineRegistry: ReturnType<typeof createRegistry>;
    };
    expect(Object.hasOwn(Object.prototype, "title")).toBe(false);
    const registry = createRegistry(engineTable);
    expect(registry.ids()).toEqual([...ids].sort());
    expect(registry.describe("p7" as never)).toEqual({
      id: "p7",
      title: "Title p7",
      description: hostile,
      capabilities: {},
      requires: { npm: {}, commands: [] },
    });
    expect(registry.describe("__proto__" as never).title).toBe("Title __proto__");
    expect(await engineRegistry.get("p9" as never)).toEqual({ id: "p9" });
    expect(await engineRegistry.get("__proto__" as never)).toEqual({ id: "__proto__" });
    expect(engineRegistry.has("constructor")).toBe(false);
    await expect(engineRegistry.get("constructor" as never)).rejects.toMatchObject({
      code: "provider_not_found",
    });
  });

  it("whose page lacks a provider fails to load it, and can be asked again", async () => {
    const table: PagedKindTable = {
      id: "engine",
      title: "Engine",
      description: "",
      noun: "provider",
      onDuplicate: "error",
      routing: {},
      ids: ["a"],
      descriptions: "{}",
      pages: [async () => ({})],
    };
    const registry = createRegistry(table);
    expect(registry.describe("a" as never)).toMatchObject({ id: "a", title: "a" });
    await expect(registry.get("a" as never)).rejects.toMatchObject({ code: "provider_load_failed" });
  });
});
