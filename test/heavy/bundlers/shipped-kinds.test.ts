import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundlers } from "./support/bundlers.js";
import { filesOf, foundIn, runBundle } from "./support/run-bundle.js";
import { markersOf, providerMarkers, rareMarkers } from "./support/shipped-markers.js";
import { shippedPrograms } from "./support/shipped-programs.js";
import { createStorageProject, type StorageProject } from "./support/storage-project.js";

const repository = path.resolve(import.meta.dirname, "../../..");

let project: StorageProject;
beforeAll(() => {
  project = createStorageProject(shippedPrograms);
});

/** A program has those packages that its own providers need; in most of these that is none. */
const { dependencies, peerDependencies, devDependencies } = JSON.parse(
  readFileSync(path.join(repository, "package.json"), "utf8"),
);
const external = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies });

interface Case {
  readonly kind: string;
  readonly id: string;
  /** What the program says: first what it does with the provider, without the packages that this needs, then of a wrong config. */
  readonly output: readonly string[];
  /** What a program with all of the kind loads. Default: the one. */
  readonly used?: readonly string[];
  /** With these packages it says another thing first. */
  readonly packages?: readonly string[];
  readonly withPackages?: string;
}

const cases: readonly Case[] = [
  {
    kind: "backend",
    id: "generic",
    output: [
      "running",
      "exit code 0",
      'unknown field "comand" in backend.providers.generic.dev; did you mean "command"?',
    ],
  },
  {
    kind: "isolation",
    id: "isolate",
    output: [
      'backend "isolate" is not available: backend isolate needs workerd: the package "workerd" is not installed; install it with: npm install workerd',
      "isolation.backends.isolate.compatibility_date must match the pattern ^\\d{4}-\\d{2}-\\d{2}$",
    ],
    // Isolation is made of all backends that are registered.
    used: ["gvisor", "isolate", "microvm"],
    packages: ["workerd", "@cloudflare", "esbuild", "@esbuild"],
    withPackages: "3",
  },
  {
    kind: "migration",
    id: "raw",
    output: [
      'SQLite needs the package "libsql"; install it with: npm install libsql',
      'unknown field "tabel" in the config; did you mean "table"?',
    ],
    packages: ["libsql", "@libsql", "detect-libc", "@neon-rs"],
    // Every run of the program has made one.
    withPackages: "19700101000000_add_users.sql 19700101000001_add_users.sql",
  },
  {
    kind: "voice",
    id: "vocode",
    output: ["vocode", "unhealthy", 'unknown field "ulr" in voice.providers.vocode; did you mean "url"?'],
  },
];

describe.each([...bundlers])("a program bundled by %s", (_name, bundler) => {
  const bundle = async (name: string, singleFile: boolean): Promise<string> => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, `src/shipped/${name}.js`);
    await bundler({ entry, folder, singleFile, platform: "node", external });
    return folder;
  };

  it.each(cases)(
    "is one file with the $kind $id and no other provider",
    async ({ kind, id, output, ...more }) => {
      const folder = await bundle(kind, true);
      expect([...filesOf(folder).keys()]).toEqual(["main.mjs"]);
      expect(foundIn(filesOf(folder), [...providerMarkers, ...rareMarkers])).toEqual(
        markersOf(`${kind}/${id}`),
      );
      const lines = runBundle(folder).output.trim().split("\n");
      expect(lines).toEqual([...output, id]);
      if (more.packages === undefined) return;
      install(folder, more.packages);
      expect(runBundle(folder).output.split("\n")[0]).toBe(more.withPackages);
    },
  );

  it.each(cases)(
    "of several files loads the $kind $id, of all that are there",
    async ({ kind, id, ...expected }) => {
      const folder = await bundle(`all-${kind}`, false);
      const { output, loaded } = runBundle(folder);
      expect(output.trim().split("\n").slice(0, -1)).toEqual(expected.output);
      const used = expected.used ?? [id];
      expect(foundIn(loaded, providerMarkers)).toEqual(used.flatMap((one) => markersOf(`${kind}/${one}`)));
    },
  );

  it("has all providers when it has the whole document, and loads the one that it uses", async () => {
    const folder = await bundle("document", false);
    const markers = [...providerMarkers, ...rareMarkers];
    expect(foundIn(filesOf(folder), markers)).toEqual(markers);
    const { output, loaded } = runBundle(folder);
    expect(output).toBe("generic function function backend isolation migration s2s stt tts voice\n");
    expect(foundIn(loaded, providerMarkers)).toEqual(markersOf("backend/generic").slice(0, 1));
  });
});

/** Gives a bundle packages that it has not been made with. */
function install(folder: string, packages: readonly string[]): void {
  mkdirSync(path.join(folder, "node_modules"));
  for (const name of packages) {
    symlinkSync(path.join(repository, "node_modules", name), path.join(folder, "node_modules", name));
  }
}
