import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundlers } from "./support/bundlers.js";
import { programs } from "./support/programs.js";
import { foundIn, runBundle } from "./support/run-bundle.js";
import { createStorageProject, type StorageProject } from "./support/storage-project.js";

const repository = path.resolve(import.meta.dirname, "../../..");

let project: StorageProject;
beforeAll(() => {
  project = createStorageProject(programs);
});
afterAll(() => project?.remove());

/** A program has those packages that its own providers need; here that is none. */
const { dependencies, peerDependencies, devDependencies } = JSON.parse(
  readFileSync(path.join(repository, "package.json"), "utf8"),
);
const external = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies });

/** Words that stand in the code, and in the validator, of one provider only. */
const generic = ["process exited before ready pattern found", "Any command as the development server"];
const encore = ["encore binary not found", "Tells Encore to send no telemetry"];
const migration = ["it has no SQL after -- migrate:down"];
const words = [...generic, ...encore, ...migration];

describe.each([...bundlers])("a program with the shipped backends, bundled by %s", (_name, bundler) => {
  const entry = (): string => path.join(project.compiled, "src/shipped.js");

  it("loads the one backend that it uses", async () => {
    const folder = project.emptyFolder();
    await bundler({ entry: entry(), folder, singleFile: false, platform: "node", external });
    const { output, loaded } = runBundle(folder);
    expect(output).toBe(
      'function\nunknown field "comand" in backend.providers.generic.dev; did you mean "command"?\nencore-ts generic\n',
    );
    expect(foundIn(loaded, words)).toEqual(generic);
  });
});
