import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { newName, writeJournal } from "../../generator/io/commit-journal.js";
import { hashBytes } from "../../generator/io/content-hash.js";
import { outputPaths } from "../../generator/io/output-paths.js";
import { systemPorts } from "../../generator/io/system-ports.js";
import type { CliContext } from "../../src/cli/context.js";
import { openCatalogue } from "../../src/cli/workspace/open-catalogue.js";
import { temporaryFolder } from "../support/folders.js";

const repository = path.resolve(import.meta.dirname, "../..");
const project = temporaryFolder();

it("a command that reads the catalogue first finishes what a killed codegen left", async () => {
  for (const name of ["generated", "providers.manifest.yaml", "package.json"]) {
    cpSync(path.join(repository, name), path.join(project, name), { recursive: true });
  }
  const folder = path.join(project, "generated");
  const paths = outputPaths(folder);
  const edits = ["docs/backend.md", "catalogue.json"].map((name) => {
    const before = readFileSync(path.join(folder, name), "utf8");
    return { name, before, after: before.replaceAll("Generic command", "Any command at all") };
  });
  mkdirSync(paths.staging, { recursive: true });
  for (const [index, { after }] of edits.entries())
    writeFileSync(path.join(paths.staging, newName(index)), after);
  const steps = edits.map(({ name, before, after }) => ({
    path: name,
    before: hashBytes(before),
    after: hashBytes(after),
  }));
  writeJournal(systemPorts().fileSystem, folder, steps);
  // Killed here: the first file has been moved into place, the second has not.
  writeFileSync(path.join(folder, "docs/backend.md"), edits[0]?.after ?? "");

  const stream = { write: () => true, isTTY: false } as unknown as NodeJS.WriteStream;
  const context: CliContext = {
    cwd: project,
    env: {},
    stdin: process.stdin,
    stdout: stream,
    stderr: stream,
    exitCode: 0,
  };
  const { catalogue } = await openCatalogue(context, {});
  const titles = catalogue.kinds.flatMap((kind) => kind.providers.map((provider) => provider.title));
  expect(titles).toContain("Any command at all");
  expect(existsSync(paths.journal)).toBe(false);
});
