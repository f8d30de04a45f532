import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { lookForRequirements } from "../../src/api/catalogue/availability.js";
import { openDatabase } from "../../src/api/workload/open-database.js";
import { main } from "../../src/cli/main.js";
import { requireSupported } from "../../src/isolation/core/missing-package-error.js";
import { importDriver, importEngine } from "../../src/migration/database/import-driver.js";
import { loadPrismaPackages } from "../../src/migration/prisma/prisma-packages.js";
import * as installed from "../../src/packages/installed-version.js";
import { wrongVersion } from "../../src/packages/wrong-version.js";
import { importSdk } from "../../src/voice/failures.js";
import { testContext } from "../cli/support/test-context.js";
import { temporaryFolder } from "../support/folders.js";
import { subjectOf } from "../testing/support/sound-backend.js";

/** The packages of a project that has other versions. */
const versions: Readonly<Record<string, string>> = {
  "@hyperjump/json-schema": "1.9.0",
  "@prisma/adapter-pg": "6.19.0",
  "@vapi-ai/server-sdk": "2.4.0",
  esbuild: "0.21.5",
  libsql: "0.4.7",
  mysql2: "2.3.3",
  pg: "8.16.0",
  vitest: "0.34.6",
  ws: "7.5.10",
};
const project = temporaryFolder();
for (const [name, version] of Object.entries(versions)) {
  const folder = path.join(project, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  // What these export does not include their package.json.
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, version, exports: "./main.js" }));
}
/** A module of provc, installed in that project. */
const inProject = path.join(project, "node_modules/provc/dist/chunks/x.js");

// As if the modules here were in that project.
vi.mock(import("../../src/packages/installed-version.js"), async (original) => {
  const actual = await original();
  return { ...actual, installedVersion: (name, from = inProject) => actual.installedVersion(name, from) };
});

const loaded = { it: "is loaded" };
const load = vi.fn(async () => loaded);

test("a driver of another version is not loaded", async () => {
  await expect(importDriver("mysql2", "MySQL", load)).rejects.toMatchObject({
    code: "driver_not_installed",
    message:
      'MySQL needs the package "mysql2" in version ^3.11.0, not 2.3.3; install it with: npm install mysql2@^3.11.0',
  });
  await expect(importEngine("libsql", "migration engine x", load)).rejects.toMatchObject({
    code: "engine_not_installed",
    message:
      'migration engine x needs the package "libsql" in version >=0.5 <1, not 0.4.7; install it with: npm install "libsql@>=0.5 <1"',
  });
  expect(load).not.toHaveBeenCalled();
});

test("one of a supported version is, and so is one of which nothing is known", async () => {
  expect(await importDriver("pg", "PostgreSQL", load)).toBe(loaded);
  expect(installed.installedVersion("knex")).toBeUndefined();
  expect(await importDriver("knex", "PostgreSQL", load)).toBe(loaded);
});

test("nor is an SDK, or a package beside it", async () => {
  load.mockClear();
  const names = ["@vapi-ai/server-sdk", "ws"];
  await expect(importSdk("Start", "voice backend vapi", names, load)).rejects.toMatchObject({
    code: "sdk_not_installed",
    message: expect.stringContaining(
      'voice backend vapi needs the package "ws" in version ^8.18.0, not 7.5.10; install it with: npm install ws@^8.18.0',
    ),
  });
  expect(load).not.toHaveBeenCalled();
  expect(await importSdk("Start", "voice backend vapi", "@vapi-ai/server-sdk", load)).toBe(loaded);
});

test("Prisma's adapters are checked beside its engine", async () => {
  await expect(loadPrismaPackages("postgres")).rejects.toMatchObject({
    code: "engine_not_installed",
    message:
      'migration engine "prisma" needs the package "@prisma/adapter-pg" in version ^7.10.0, not 6.19.0; install it with: npm install @prisma/adapter-pg@^7.10.0',
  });
});

test("the compiler of the isolate backend is one of a supported version", () => {
  expect(() => requireSupported("esbuild", "TypeScript")).toThrowError(
    expect.objectContaining({
      code: "unavailable",
      message:
        'TypeScript needs the package "esbuild" in version >=0.25 <1, not 0.21.5; install it with: npm install "esbuild@>=0.25 <1"',
    }),
  );
});

test("the store of workloads says what it needs", async () => {
  await expect(openDatabase(":memory:")).rejects.toMatchObject({
    code: "store_unavailable",
    message:
      'the store of workloads needs the package "libsql" in version >=0.5 <1, not 0.4.7; install it with: npm install "libsql@>=0.5 <1"',
  });
});

test("a manifest is not verified with another version of the second engine", async () => {
  const { context, stdout, stderr } = testContext(path.resolve(import.meta.dirname, "../.."));
  const manifest = "test/verify/fixtures/plain/providers.manifest.yaml";
  expect(await main(["verify", "--manifest", manifest, "--cases", "1"], context)).toBe(2);
  expect(stdout()).toBe("");
  expect(stderr()).toBe(
    'provc: the second JSON Schema engine needs the package "@hyperjump/json-schema" in version ^1.18.0, not 1.9.0; install it with: npm install @hyperjump/json-schema@^1.18.0\n',
  );
});

test("contract tests are not declared with another version of vitest, and can be run without it", async () => {
  const { backendChecks, describeBackendProvider, runBackendChecks } = await import(
    "../../src/testing/index.js"
  );
  expect(() => describeBackendProvider(subjectOf())).toThrow(
    'describeBackendProvider() needs the package "vitest" in version >=1.6 <5, not 0.34.6; install it with: npm install "vitest@>=1.6 <5"',
  );
  const checks = backendChecks.filter(({ name }) => name === "has the methods of the contract");
  expect(await runBackendChecks(subjectOf(), checks)).toEqual([{ check: "has the methods of the contract" }]);
});

test("the catalogue shows a provider whose packages have other versions as incomplete", () => {
  const npm = { ws: "^8.18.0", pg: "^8.11.0", knex: "^3.0.0", esbuild: "latest" };
  expect(lookForRequirements({ npm, commands: [] }, project, {})).toEqual({
    status: "incomplete",
    reason: "not found: knex (npm), ws ^8.18.0 (npm, 7.5.10 is installed)",
  });
});

test("a package is looked for from where its user is", () => {
  expect(wrongVersion("x", "ws", path.join(project, "package.json"))).toContain("not 7.5.10");
  expect(wrongVersion("x", "ws", pathToFileURL(inProject).href)).toContain("not 7.5.10");
  expect(wrongVersion("x", "ws", import.meta.url)).toBeUndefined();
});

test("what cannot be told is no reason to refuse", () => {
  const folder = path.join(project, "node_modules/pg-broken");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "package.json"), "{");
  expect(installed.installedVersion("pg-broken", inProject)).toBeUndefined();
  expect(installed.installedVersion("pg", "file://elsewhere/%00")).toBeUndefined();
  expect(wrongVersion("x", "of-nobody")).toBeUndefined();
});
