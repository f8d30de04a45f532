import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import * as installed from "../../src/packages/installed-version.js";
import { supportedVersions } from "../../src/packages/supported-versions.js";
import { temporaryFolder } from "../support/folders.js";
import { openBackend } from "./support/backends.js";
import { runProgram } from "./support/run-program.js";

/** The version of provc's own copy, when it is not the one that is installed. */
let ownVersion: string | undefined;
beforeEach(() => {
  ownVersion = undefined;
});
vi.mock(import("../../src/packages/installed-version.js"), async (original) => {
  const actual = await original();
  const isOwn = (from: string | undefined): boolean => from?.endsWith("/workerd-sandbox.ts") === true;
  return {
    ...actual,
    installedVersion: (name, from) =>
      (isOwn(from) ? ownVersion : undefined) ?? actual.installedVersion(name, from),
  };
});

const own = createRequire(import.meta.url)("workerd") as { readonly default: string };
const program = {
  runtime: "node",
  source: { kind: "code", code: "export default (n) => n + 1" },
  input: 1,
} as const;

/** A project, in which a package workerd of this version says so when it is run. */
function projectWith(version: string | undefined, main = "main.js"): string {
  const project = temporaryFolder();
  const folder = join(project, "node_modules/workerd");
  mkdirSync(folder, { recursive: true });
  if (version === undefined) return project;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "workerd", version, main }));
  const path = join(folder, "workerd");
  writeFileSync(
    path,
    `#!/bin/sh\nunset PWD\necho "the project's ${version}" >&2\nexec ${own.default} "$@"\n`,
    {
      mode: 0o755,
    },
  );
  writeFileSync(join(folder, "main.js"), `exports.default = ${JSON.stringify(path)};`);
  // The users of runs pass through.
  chmodSync(project, 0o711);
  return project;
}

const supported = (supportedVersions.workerd ?? "").replace("^", "");

it("runs the project's own copy of workerd", async () => {
  expect(installed.installedVersion("workerd", import.meta.url)).toBeDefined();
  const { backend } = await openBackend("isolate", {}, temporaryFolder(), projectWith(supported));
  expect(await runProgram(backend, program)).toMatchObject({
    output: "2",
    stderr: `the project's ${supported}\n`,
  });
});

it.each([
  ["has none", undefined, "main.js"],
  ["has one of a version that is not supported", "1.20250101.0", "main.js"],
  ["has one that is damaged", supported, "missing.js"],
])("runs provc's copy when the project %s", async (_, version, main) => {
  const { backend } = await openBackend("isolate", {}, temporaryFolder(), projectWith(version, main));
  expect(await runProgram(backend, program)).toMatchObject({ output: "2", stderr: "" });
});

it("names the version that is not supported when no copy can be used: the project's first", async () => {
  ownVersion = "1.20240202.0";
  const refused = (version: string): string =>
    `backend isolate needs the package "workerd" in version ${supportedVersions.workerd}, not ${version}; install it with: npm install workerd@${supportedVersions.workerd}`;
  await expect(openBackend("isolate", {}, temporaryFolder(), projectWith("1.20250101.0"))).rejects.toThrow(
    refused("1.20250101.0"),
  );
  await expect(openBackend("isolate", {}, temporaryFolder(), projectWith(undefined))).rejects.toThrow(
    refused("1.20240202.0"),
  );
});
