import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectPackage } from "../../../src/migration/files/project-package.js";
import { temporaryFolder } from "../../support/folders.js";

function install(project: string, name: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    const path = join(project, "node_modules", name, file);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
  }
}

test("takes the project's own version, with its modules, though another is beside this program", () => {
  const project = temporaryFolder();
  install(project, "knex", {
    "package.json": JSON.stringify({ name: "knex", version: "3.99.2", main: "dist/main.js" }),
    // Without a version: that of the package is meant.
    "dist/package.json": JSON.stringify({ type: "commonjs" }),
    "dist/main.js": "module.exports = 'main';",
    "lib/part.js": "module.exports = 'part';",
  });
  const found = projectPackage("knex", "knex", project);
  expect(found).toMatchObject({ name: "knex", version: "3.99.2" });
  expect([found.load(), found.load("lib/part.js")]).toEqual(["main", "part"]);
});

test("takes the one beside this program where the project has none", () => {
  expect(projectPackage("knex", "knex", temporaryFolder()).version).toMatch(/^3\./);
});

test("names the package that is missing, and how to install it", () => {
  expect(() => projectPackage("no-such-tool", "drizzle", temporaryFolder())).toThrowError(
    expect.objectContaining({
      code: "engine_not_installed",
      message:
        'migration engine "drizzle" needs the package "no-such-tool"; install it with: npm install no-such-tool',
    }),
  );
});

test("tells when a package is there but cannot be used", () => {
  const project = temporaryFolder();
  install(project, "knex", {
    "package.json": JSON.stringify({ name: "knex", version: "3.99.2", main: "main.js" }),
    "main.js": "require('no-such-part');",
  });
  const found = projectPackage("knex", "knex", project);
  expect(() => found.load()).toThrowError(
    expect.objectContaining({
      code: "engine_not_installed",
      message: "migration engine \"knex\" cannot use knex 3.99.2: Cannot find module 'no-such-part'",
    }),
  );
});

test("tells of a version that is not supported, also when one that is lies beside this program", () => {
  const project = temporaryFolder();
  install(project, "knex", {
    "package.json": JSON.stringify({ name: "knex", version: "2.5.1", main: "main.js" }),
    "main.js": "",
  });
  expect(() => projectPackage("knex", "knex", project)).toThrowError(
    expect.objectContaining({
      code: "engine_not_installed",
      message:
        'migration engine "knex" needs the package "knex" in version ^3.0.0, not 2.5.1; install it with: npm install knex@^3.0.0',
    }),
  );
});
