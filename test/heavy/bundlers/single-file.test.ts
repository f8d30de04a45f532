import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundlers } from "./support/bundlers.js";
import { programs, usedLines } from "./support/programs.js";
import { filesOf, foundIn, runBundle } from "./support/run-bundle.js";
import {
  codeMarker,
  createStorageProject,
  providerIds,
  type StorageProject,
  validatorMarker,
} from "./support/storage-project.js";

let project: StorageProject;
beforeAll(() => {
  project = createStorageProject(programs);
});

/** ajv compiles the JSON Schemas of custom providers; a program that has none need not carry it. */
const external = ["ajv"];
const markers = providerIds.flatMap((id) => [codeMarker(id), validatorMarker(id)]);

describe.each([...bundlers])("a bundle by %s", (_name, bundler) => {
  it("is one file that holds one provider, and runs without packages", async () => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, "src/one.js");
    await bundler({ entry, folder, singleFile: true, platform: "node", external });
    const files = filesOf(folder);
    expect([...files.keys()]).toEqual(["main.mjs"]);
    expect(foundIn(files, markers)).toEqual([codeMarker("disk"), validatorMarker("disk")]);
    expect(foundIn(files, ["require("])).toEqual([]);
    expect(runBundle(folder).output.trim().split("\n")).toEqual(usedLines("disk", ["disk"]));
  });

  it("loads of all providers the one that is used, where it may have several files", async () => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, "src/all.js");
    await bundler({ entry, folder, singleFile: false, platform: "node", external });
    expect(foundIn(filesOf(folder), markers)).toEqual(markers);
    const { output, loaded } = runBundle(folder);
    expect(output.trim().split("\n")).toEqual(usedLines("disk", providerIds));
    expect(foundIn(loaded, markers)).toEqual([codeMarker("disk"), validatorMarker("disk")]);
  });

  it("reads two files to validate a config: that of the program, with registry and run time, and the validator", async () => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, "src/handler.js");
    await bundler({ entry, folder, singleFile: false, platform: "node", external });
    const { output, loaded } = runBundle(folder);
    expect(output).toBe("true\n");
    expect(loaded.size, [...loaded.keys()].join()).toBe(2);
    expect(foundIn(loaded, markers)).toEqual([validatorMarker("disk")]);
  });

  it("takes providers that code registers", async () => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, "src/custom.js");
    await bundler({ entry, folder, singleFile: true, platform: "node", external });
    expect(runBundle(folder).output).toBe("custom\n");
  });
});

// Rollup leaves CommonJS, which ajv is, to a plugin.
const withCommonJs = [...bundlers].filter(([name]) => name !== "Rollup");

it.each(withCommonJs)(
  "a bundle by %s can carry ajv, for JSON Schemas of custom providers",
  async (_name, bundler) => {
    const folder = project.emptyFolder();
    const entry = path.join(project.compiled, "src/custom-schema.js");
    await bundler({ entry, folder, singleFile: true, platform: "node", external: [] });
    const message = "storage.providers.acme:some.level must be a whole number, got a string";
    expect(runBundle(folder, []).output).toBe(`${message}\n`);
  },
);
