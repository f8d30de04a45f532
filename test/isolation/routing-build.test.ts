import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createMemoryFileReader } from "../../generator/manifest/memory-file-reader.js";
import { loadModel } from "../../generator/model/load-model.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shipped = readFileSync(`${root}/providers.manifest.yaml`, "utf8");

/** The shipped manifest with changes, which codegen would find so many mistakes in: `line:column message`. */
async function mistakes(...changes: readonly (readonly [string, string])[]): Promise<readonly string[]> {
  let manifest = shipped;
  for (const [before, after] of changes) {
    expect(manifest.split(before)).toHaveLength(2);
    manifest = manifest.replace(before, after);
  }
  const named = [...new Set(manifest.match(/\.\/(?:src|config)\/[\w./-]+/g) ?? [])];
  const files = Object.fromEntries(
    named.map((path) => [`/project/${path.slice(2)}`, readFileSync(`${root}/${path.slice(2)}`, "utf8")]),
  );
  const { diagnostics } = await loadModel({
    manifestPath: "providers.manifest.yaml",
    cwd: "/project",
    files: createMemoryFileReader({
      files: { ...files, "/project/package.json": "{}", "/project/providers.manifest.yaml": manifest },
      links: {},
    }),
    checkContracts: async () => ({ faults: [], inputs: [] }),
  });
  return diagnostics.map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`,
  );
}

/** Where a text of the shipped manifest begins, as a message says it. */
function place(text: string): string {
  const before = shipped.slice(0, shipped.indexOf(text)).split("\n");
  return `providers.manifest.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe("a manifest whose routing goes where a runtime is not supported", () => {
  it("is refused when a rule names the wrong backend", async () => {
    expect(await mistakes()).toEqual([]);
    const rule = "- {when: {runtime: oci}, use: gvisor}";
    expect(await mistakes([rule, "- {when: {runtime: oci}, use: isolate}"])).toEqual([
      `${place("oci}, use: gvisor}")} manifest-routing-excluded: provider "isolate" would get runtime "oci", but supports: [node wasm]`,
    ]);
  });

  it("is refused when a backend gives up a runtime", async () => {
    expect(await mistakes(["supported_runtimes: [node, wasm]", "supported_runtimes: [node]"])).toEqual([
      `${place("wasm]}, use: isolate}")} manifest-routing-excluded: provider "isolate" would get runtime "wasm", but supports: [node]`,
    ]);
    expect(
      await mistakes([
        "supported_runtimes: [archive, go, node, oci, python]",
        "supported_runtimes: [archive, go, oci, pyton]",
      ]),
    ).not.toEqual([]);
  });

  it("is refused when a rule is for the whole of a list of which the backend supports a part", async () => {
    const rules = "- {when: {runtime: [node, wasm]}, use: isolate}";
    expect(await mistakes([rules, "- {when: {runtime: [node, python]}, use: isolate}"])).toEqual([
      `${place("wasm]}, use: isolate}")} manifest-routing-excluded: provider "isolate" would get runtime "python", but supports: [node wasm]`,
    ]);
  });
});
