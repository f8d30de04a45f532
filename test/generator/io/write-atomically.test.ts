import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hashText } from "../../../generator/io/content-hash.js";
import type { FileSystem } from "../../../generator/io/file-system.js";
import { nodeFileSystem } from "../../../generator/io/node-file-system.js";
import { OutputError } from "../../../generator/io/output-error.js";
import { type OutputFolder, outputFolder } from "../../../generator/io/output-folder.js";
import type { ChangePlan } from "../../../generator/io/plan-changes.js";
import { readTree, type Tree, temporaryFolder, writeTree } from "../../support/folders.js";
import { failingAt, Killed, killedAt } from "./faulty-file-system.js";
import { simulatedMachine } from "./simulated-processes.js";

const machine = simulatedMachine();
const survivor = machine.start();

const oldFiles: Tree = {
  "index.ts": "// old index\n",
  "same.ts": "// the same\n",
  "backend/registry.ts": "// old registry\n",
  "gone/deep/file.ts": "// will go\n",
  "backend/gone.ts": "// will go, too\n",
};
const newFiles: Tree = {
  "index.ts": "// new index\n",
  "same.ts": "// the same\n",
  "backend/registry.ts": "// new registry\n",
  "fresh/deep/file.ts": "// new\n",
  "zz.ts": "// new, too\n",
};

function open(folder: string, fileSystem: FileSystem, processes = machine.start()): OutputFolder {
  return outputFolder(folder, "banner", { fileSystem, processes, lockWait: 0 });
}

function write(folder: OutputFolder, files: Tree): Promise<ChangePlan | undefined> {
  const contents = new Map(Object.entries(files));
  const outputs = new Map([...contents].map(([path, text]) => [path, hashText(text)]));
  return folder.write(outputs, contents, () => true);
}

/** What the folder holds after a run that nothing disturbed, seen without the writer's own folder. */
async function undisturbed(files: Tree, before?: Tree): Promise<Tree> {
  const folder = join(temporaryFolder(), "generated");
  if (before !== undefined) await write(open(folder, nodeFileSystem), before);
  await write(open(folder, nodeFileSystem), files);
  return readTree(folder);
}

const withoutWork = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith(".provc-writing/")));

/** Tidying may have failed: then empty folders may be left until the next run. */
const onlyFiles = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(withoutWork(tree)).filter(([path]) => !path.endsWith("/")));

const oldTree = await undisturbed(oldFiles);
const newTree = await undisturbed(newFiles, oldFiles);

/** A folder with the old output, quicker than by writing it properly. */
function oldFolder(): string {
  const folder = join(temporaryFolder(), "generated");
  writeTree(folder, oldTree);
  return folder;
}

test("an undisturbed run leaves the new output and nothing else", () => {
  const { ".files.json": list, ...files } = newTree;
  expect(files).toEqual(newFiles);
  expect(Object.keys(JSON.parse(list ?? "").files)).toEqual(Object.keys(newFiles).sort());
});

describe("an error of the disk at any call", () => {
  test("leaves all of the old output, or all of the new where only tidying failed", async () => {
    const seen = { old: 0, new: 0 };
    for (let call = 0; ; call++) {
      const folder = oldFolder();
      const faulty = failingAt(call, "ENOSPC");
      const process = machine.start();
      const outcome = await write(open(folder, faulty.fileSystem, process), newFiles).catch(
        (error: unknown) => error,
      );
      process.end();
      if (!faulty.reached()) break;
      const failed = outcome instanceof Error;
      const context = `call ${call}`;
      if (failed) expect(outcome, context).toBeInstanceOf(OutputError);
      expect(onlyFiles(readTree(folder)), context).toEqual(failed ? oldTree : newTree);
      seen[failed ? "old" : "new"] += 1;
      // Whatever could not be tidied, the next run tidies.
      await open(folder, nodeFileSystem).tidy();
      expect(readTree(folder), context).toEqual(failed ? oldTree : newTree);
    }
    expect(seen.old).toBeGreaterThan(40);
    expect(seen.new).toBeGreaterThan(3);
  });

  test("in a first run leaves no folder behind", async () => {
    for (let call = 0; ; call++) {
      const root = temporaryFolder();
      const folder = join(root, "made", "generated");
      const faulty = failingAt(call);
      const process = machine.start();
      const outcome = await write(open(folder, faulty.fileSystem, process), newFiles).catch(
        (error: unknown) => error,
      );
      process.end();
      if (!faulty.reached()) break;
      if (!(outcome instanceof Error)) continue;
      const left = existsSync(folder) ? withoutWork(readTree(folder)) : {};
      expect(left, `call ${call}`).toEqual({});
      // Only the call that removes the folders may leave them.
      if (existsSync(join(folder, ".provc-writing"))) await open(folder, nodeFileSystem).tidy();
      expect(existsSync(folder) ? readTree(folder) : {}, `call ${call}`).toEqual({});
    }
  });
});

/** A run killed at its `change`th change of the disk; false when it came to its end before. */
async function killedRun(folder: string, change: number, torn: boolean): Promise<boolean> {
  const { fileSystem, reached } = killedAt(change, torn);
  const process = machine.start();
  await write(open(folder, fileSystem, process), newFiles).catch((error: unknown) => {
    if (!(error instanceof Killed || error instanceof OutputError)) throw error;
  });
  process.end();
  return reached();
}

describe.each([{ torn: false }, { torn: true }])(
  "a kill at any change of the disk (torn: $torn)",
  ({ torn }) => {
    test("is repaired by the next look: all old or all new, and no rubbish", async () => {
      const seen = new Set<string>();
      for (let change = 0; ; change++) {
        const folder = oldFolder();
        if (!(await killedRun(folder, change, torn))) break;
        const context = `change ${change}`;
        await open(folder, nodeFileSystem, survivor).repair();
        const repaired = withoutWork(readTree(folder));
        const outcome = repaired["index.ts"] === newFiles["index.ts"] ? "new" : "old";
        expect(repaired, context).toEqual(outcome === "new" ? newTree : oldTree);
        seen.add(outcome);
        await open(folder, nodeFileSystem, survivor).tidy();
        expect(readTree(folder), context).toEqual(repaired);
      }
      expect([...seen].sort()).toEqual(["new", "old"]);
    });

    test("does not keep the next run from writing", async () => {
      for (let change = 0; ; change++) {
        const folder = oldFolder();
        if (!(await killedRun(folder, change, torn))) break;
        await write(open(folder, nodeFileSystem, survivor), newFiles);
        expect(readTree(folder), `change ${change}`).toEqual(newTree);
      }
    });
  },
);

test("a kill at any change of a repair is repaired, too", async () => {
  let repairsKilled = 0;
  for (let change = 0; ; change++) {
    if (!(await killedRun(oldFolder(), change, false))) break;
    for (let second = 0; ; second++) {
      const folder = oldFolder();
      await killedRun(folder, change, false);
      const { fileSystem, reached } = killedAt(second, false);
      const repairer = machine.start();
      await open(folder, fileSystem, repairer)
        .repair()
        .catch(() => {});
      repairer.end();
      if (!reached()) break;
      repairsKilled += 1;
      await open(folder, nodeFileSystem, survivor).repair();
      const repaired = withoutWork(readTree(folder));
      const expected = repaired["index.ts"] === newFiles["index.ts"] ? newTree : oldTree;
      expect(repaired, `changes ${change}, ${second}`).toEqual(expected);
    }
  }
  expect(repairsKilled).toBeGreaterThan(50);
});

test("a kill during undoing is repaired as well", async () => {
  // The third rename into place fails; the process dies while it undoes the first two.
  for (let change = 0; ; change++) {
    const folder = oldFolder();
    const { fileSystem, reached } = killedAt(change, false);
    const process = machine.start();
    let renames = 0;
    const failing: FileSystem = {
      ...fileSystem,
      rename(from, to) {
        if (!from.endsWith(".new") || !from.includes("staging") || renames++ !== 2)
          return fileSystem.rename(from, to);
        throw Object.assign(new Error("EACCES"), { code: "EACCES" });
      },
    };
    await expect(write(open(folder, failing, process), newFiles)).rejects.toThrow();
    process.end();
    await open(folder, nodeFileSystem, survivor).repair();
    const repaired = withoutWork(readTree(folder));
    const expected = repaired["index.ts"] === newFiles["index.ts"] ? newTree : oldTree;
    expect(repaired, `change ${change}`).toEqual(expected);
    if (!reached()) break;
  }
});
