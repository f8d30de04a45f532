import { readdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundleOptions } from "../support/bundle-sources.js";

const repository = path.resolve(import.meta.dirname, "../..");

/** For each entry: the kinds that it is about, and how many kilobytes come with it, not minified, the run time among them. */
const entries = {
  backend: { kinds: ["backend"], kilobytes: 45 },
  index: { kinds: ["backend", "isolation", "migration", "s2s", "stt", "tts", "voice"], kilobytes: 75 },
  isolation: { kinds: ["isolation"], kilobytes: 120 },
  migration: { kinds: ["migration"], kilobytes: 50 },
  voice: { kinds: ["s2s", "stt", "tts", "voice"], kilobytes: 135 },
};

/** The entries as they are now, bundled as the package is. */
const { metafile } = await build({
  ...bundleOptions,
  entryPoints: ["src/index.ts", ...Object.keys(entries).map((name) => `src/kinds/${name}.ts`)],
  outdir: ".provc/entries",
  write: false,
});

/** What comes with an import: modules of this repository with the bytes that are left of them, and packages. */
interface Loaded {
  readonly modules: ReadonlyMap<string, number>;
  readonly packages: readonly string[];
}

/** Everything that an entry imports, and nothing that it imports lazily. */
function loadedBy(source: string): Loaded {
  const modules = new Map<string, number>();
  const packages = new Set<string>();
  const seen = new Set<string>();
  const follow = (file: string): void => {
    const output = metafile.outputs[file];
    if (output === undefined || seen.has(file)) return;
    seen.add(file);
    for (const [name, { bytesInOutput }] of Object.entries(output.inputs)) modules.set(name, bytesInOutput);
    for (const imported of output.imports) {
      if (imported.kind !== "import-statement") continue;
      if (!imported.external) follow(imported.path);
      else if (!imported.path.startsWith("node:")) packages.add(imported.path);
    }
  };
  const start = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === source)?.[0];
  expect(start, source).toBeDefined();
  follow(start ?? "");
  return { modules, packages: [...packages] };
}

/** The modules that tables import lazily: those of the providers. */
const providers = Object.entries(metafile.inputs)
  .filter(([name]) => /^generated\/[^/]+\/registry\.ts$/.test(name))
  .flatMap(([, { imports }]) => imports)
  .filter((imported) => imported.kind === "dynamic-import" && imported.path.startsWith("src/"))
  .map((imported) => imported.path);

it("gives every kind an entry", () => {
  const files = readdirSync(path.join(repository, "generated"), { recursive: true, encoding: "utf8" });
  const kinds = files.filter((file) => path.basename(file) === "kind.ts").map((file) => path.dirname(file));
  const { index, ...others } = entries;
  expect(index.kinds).toEqual(kinds.sort());
  expect(
    Object.values(others)
      .flatMap((entry) => entry.kinds)
      .sort(),
  ).toEqual(kinds);
});

describe.each(Object.entries(entries))("src/kinds/%s.ts", (name, { kinds, kilobytes }) => {
  const { modules, packages } = loadedBy(`src/kinds/${name}.ts`);
  const below = (folder: string): string[] =>
    [...modules.keys()].filter((module) => module.startsWith(folder)).sort();

  it("loads no package", () => {
    expect(packages).toEqual([]);
  });

  it("loads the tables of its kinds, and no validator", () => {
    const tables = kinds.flatMap((kind) => [`generated/${kind}/kind.ts`, `generated/${kind}/registry.ts`]);
    const document = ["generated/document.ts", "generated/index.ts"];
    expect(below("generated/")).toEqual([...(name === "index" ? document : []), ...tables].sort());
  });

  it("loads no other kind's code, and no provider", () => {
    const others = ["backend", "isolation", "migration", "voice", "api", "cli"].filter((one) => one !== name);
    expect(others.flatMap((one) => below(`src/${one}/`))).toEqual([]);
    expect(providers.length).toBeGreaterThan(15);
    const ofProviders = providers.flatMap((module) => below(`${path.posix.dirname(module)}/`));
    expect(ofProviders).toEqual([]);
  });

  it("loads no more than it needs", () => {
    const size = [...modules.values()].reduce((sum, one) => sum + one, 0) / 1000;
    expect(size).toBeLessThan(kilobytes);
    expect(size).toBeGreaterThan(kilobytes / 2);
  });
});
