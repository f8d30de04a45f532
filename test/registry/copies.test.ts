import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.js";

type RunTime = typeof import("../../src/index.js");

let folder: string;
let one: RunTime;
let two: RunTime;

/** Two bundles in two files are two copies of the package: every class and symbol exists twice. */
beforeAll(async () => {
  folder = temporaryFolder();
  const load = async (name: string): Promise<RunTime> => {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [fileURLToPath(new URL("../../src/index.ts", import.meta.url))],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["ajv"],
    });
    return import(/* @vite-ignore */ pathToFileURL(outfile).href);
  };
  [one, two] = [await load("one"), await load("two")];
});

describe("two copies of the package in one process", () => {
  it("are two copies", () => {
    expect(one.ProviderNotFoundError).not.toBe(two.ProviderNotFoundError);
  });

  it("recognise each other's errors by class, and no others", () => {
    const kind = { id: "backend", noun: "provider" };
    const error = new one.ProviderNotFoundError(kind, "x", []);
    expect(error instanceof two.ProviderNotFoundError).toBe(false);
    expect(two.ProvcError.isInstance(error)).toBe(true);
    expect(two.ProviderNotFoundError.isInstance(error)).toBe(true);
    expect(two.DuplicateProviderError.isInstance(error)).toBe(false);
    expect(two.InvalidConfigError.isInstance(new one.DuplicateProviderError(kind, "x"))).toBe(false);
  });

  it("recognise each other's registries, and take each other's definitions", async () => {
    const registry = one
      .createRegistry<{ name: string }>({ id: "backend" })
      .register(two.defineProvider({ id: "acme:x", provider: { name: "x" } }));
    expect(two.Registry.isInstance(registry)).toBe(true);
    expect(await registry.get("acme:x")).toEqual({ name: "x" });
    const error = await registry.get("acme:y").catch((reason: unknown) => reason);
    expect(two.ProviderNotFoundError.isInstance(error)).toBe(true);
  });

  it("share no state", () => {
    const kind = { id: "backend" };
    const first = one.createRegistry(kind);
    const second = two.createRegistry(kind);
    first.register(one.defineProvider({ id: "acme:x", provider: 1 }));
    expect(second.ids()).toEqual([]);
  });
});

describe("isInstance", () => {
  it.each([null, undefined, "x", 1, {}, new Error("x"), { code: "provider_not_found" }, Object.create(null)])(
    "is false for %j",
    (value) => {
      expect(one.ProvcError.isInstance(value)).toBe(false);
      expect(one.ProviderNotFoundError.isInstance(value)).toBe(false);
      expect(one.Registry.isInstance(value)).toBe(false);
    },
  );
});
