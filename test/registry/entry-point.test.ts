import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));
const entry = new URL("../../src/index.ts", import.meta.url).href;
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
});

/** Runs a program in a process of its own and lists every script that it loaded, as V8 reports them. */
async function loadedScripts(name: string, program: string): Promise<string[]> {
  const file = join(folder, `${name}.mts`);
  const coverage = join(folder, `${name}-coverage`);
  await writeFile(file, program);
  await run(process.execPath, ["--import", "tsx", file], {
    cwd: root,
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
  const reports = await Promise.all(
    (await readdir(coverage)).map((report) => readFile(join(coverage, report), "utf8")),
  );
  return reports.flatMap((report) => (JSON.parse(report).result as { url: string }[]).map(({ url }) => url));
}

const heavy = /node_modules\/(ajv|yaml|ts-morph|json-schema-to-typescript|jiti|typescript|zod|valibot)\//;

describe("the run-time entry", () => {
  it("loads none of the heavy packages, also when a registry is filled and asked", async () => {
    const program = `
      import { createRegistry, defineProvider } from ${JSON.stringify(entry)};
      const registry = createRegistry({ id: "backend" })
        .register(defineProvider({ id: "acme:x", schema: { type: "object" }, provider: 1 }))
        .register(defineProvider({ id: "acme:any", provider: 1 }));
      registry.list(); registry.resolve("acme:x"); await registry.get("acme:x"); await registry.create("acme:any", {});
    `;
    const scripts = await loadedScripts("light", program);
    expect(scripts.some((url) => url.endsWith("/src/registry/provider-registry.ts"))).toBe(true);
    expect(scripts.filter((url) => heavy.test(url))).toEqual([]);
  });

  it("loads ajv, and only that, for the first config that a JSON Schema of a registered provider checks", async () => {
    const program = `
      import { createRegistry, defineProvider } from ${JSON.stringify(entry)};
      const registry = createRegistry({ id: "backend" })
        .register(defineProvider({ id: "acme:x", schema: { type: "object" }, provider: 1 }));
      if (!(await registry.validate("acme:x", {})).valid) throw new Error("invalid");
    `;
    const scripts = await loadedScripts("checking", program);
    const packages = new Set(scripts.flatMap((url) => heavy.exec(url)?.[1] ?? []));
    expect([...packages]).toEqual(["ajv"]);
  });

  it("exports what generated code and custom providers need, and nothing of the compiler", async () => {
    const exported = Object.keys(await import("../../src/index.js")).sort();
    expect(exported).toEqual([
      "DuplicateProviderError",
      "EmptyIdError",
      "InvalidConfigError",
      "NoRouteError",
      "ProvcError",
      "ProviderLoadError",
      "ProviderNotFoundError",
      "Registry",
      "RegistrySealedError",
      "TargetNotAbleError",
      "TargetNotRegisteredError",
      "WrongKindError",
      "createRegistry",
      "defineProvider",
      "jsonSchema",
    ]);
  });
});
