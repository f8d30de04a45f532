import { describe, expect, it } from "vitest";
import { CommandFailure } from "../../../src/cli/context.js";
import type { DocumentOptions } from "../../../src/cli/global-options.js";
import { openWorkspace, requireDocument } from "../../../src/cli/workspace.js";
import { ProvcError } from "../../../src/index.js";
import type { AnyRegistry } from "../../../src/registry/registry-types.js";
import { temporaryFolder } from "../../support/folders.js";
import { fixtureCatalogue, fixtureProject } from "../support/fixture-project.js";
import { testContext } from "../support/test-context.js";

const open = (cwd: string, options: DocumentOptions = {}) => openWorkspace(testContext(cwd).context, options);

async function registry(
  cwd: string,
  kind = "isolation",
  options: DocumentOptions = {},
): Promise<AnyRegistry> {
  const found = (await open(cwd, options)).registries.get(kind);
  if (found === undefined) throw new Error(`no registry ${kind}`);
  return found;
}

describe("openWorkspace", () => {
  it("makes a registry of each kind from the catalogue", async () => {
    const { registries, root, document } = await open(fixtureProject());
    expect([...registries.keys()]).toEqual(["isolation", "sink"]);
    expect(registries.get("isolation")?.ids()).toEqual(["gvisor", "isolate"]);
    expect(registries.get("isolation")?.resolve("auto", { runtime: "node" }).id).toBe("isolate");
    expect(document).toMatchObject({ title: "Relay configuration", files: ["relay.yml"] });
    expect(document?.registries).toEqual([...registries.values()]);
    expect(root).not.toBe("");
  });

  it("validates with the generated validators", async () => {
    const isolation = await registry(fixtureProject());
    expect(await isolation.validate("gvisor", { root: "/x" })).toMatchObject({ valid: true });
    expect(await isolation.validate("gvisor", {})).toMatchObject({ valid: false });
  });

  it("loads TypeScript modules without a build, and gives them this very package", async () => {
    const provider = (await (await registry(fixtureProject())).get("gvisor")) as {
      name: string;
      errors: unknown;
    };
    expect(provider.name).toBe("gvisor-loaded");
    expect(provider.errors).toBe(ProvcError);
  });

  it("says in one line why a module cannot be loaded", async () => {
    const project = fixtureProject();
    await expect((await registry(project)).get("isolate")).rejects.toThrow(
      'cannot load isolation backend "isolate": isolate.ts has no export "default"',
    );
    await expect((await registry(project, "sink")).get("http")).rejects.toThrow(
      /^cannot load sink "http": src\/http\.ts:1:\d+: [^\n]+$/,
    );
    const missing = fixtureProject({ "src/http.ts": 'import "no-such-package";\n' });
    await expect((await registry(missing, "sink")).get("http")).rejects.toThrow(
      'cannot load sink "http": the package "no-such-package" is not installed; install it with: npm install no-such-package',
    );
  });

  it("has no document when the manifest declares none", async () => {
    const { document: _document, ...catalogue } = fixtureCatalogue;
    const project = fixtureProject({ "generated/catalogue.json": JSON.stringify(catalogue) });
    const workspace = await open(project);
    expect(workspace.document).toBeUndefined();
    expect(() => requireDocument(testContext(project).context, workspace)).toThrow(
      "providers.manifest.yaml declares no document",
    );
  });
});

describe("a folder without a manifest", () => {
  it("has the kinds that are shipped with provc, and their document", async () => {
    const folder = temporaryFolder();
    const { registries, document, root, project } = await open(folder);
    expect([root, project]).toEqual([folder, undefined]);
    expect([...registries.keys()]).toEqual([
      "backend",
      "isolation",
      "migration",
      "s2s",
      "stt",
      "tts",
      "voice",
    ]);
    expect(registries.get("backend")?.has("generic")).toBe(true);
    expect(document?.files).toContain("stagecraft.yml");
    expect(document?.registries).toEqual([...registries.values()]);
  });

  it("gets registries of its own, which nobody else has registered with", async () => {
    const folder = temporaryFolder({
      "custom.ts": `import { defineProvider } from "provc";
export default defineProvider({ id: "acme:runner", kind: "backend", provider: {} });`,
    });
    const custom = await registry(folder, "backend", { import: ["custom.ts"] });
    expect(custom.has("acme:runner")).toBe(true);
    expect((await registry(folder, "backend")).has("acme:runner")).toBe(false);
  });
});

describe("--import", () => {
  const custom = (definitions: string): string =>
    fixtureProject({ "custom.ts": `import { defineProvider } from "provc";\n${definitions}` });
  const withImport = (cwd: string) => registry(cwd, "isolation", { import: ["custom.ts"] });

  it("registers the definitions that a module exports, whatever they are called", async () => {
    const isolation = await withImport(
      custom(`
export const helper = 1;
export const first = defineProvider({ id: "acme:first", kind: "isolation", provider: { name: "first" } });
export const list = [first, defineProvider({ id: "acme:second", kind: "isolation", load: async () => ({ name: "second" }) })];
export default defineProvider({ id: "third", kind: "isolation", provider: {}, schema: { type: "object", properties: { a: { type: "string" } } } });
`),
    );
    expect(isolation.ids()).toEqual(["acme:first", "acme:second", "gvisor", "isolate", "third"]);
    expect(await isolation.get("acme:second")).toEqual({ name: "second" });
    expect(await isolation.validate("third", { a: 1 })).toMatchObject({ valid: false });
  });

  it.each([
    [
      "export const helper = 1;",
      "--import: custom.ts exports no provider definition; make one with defineProvider",
    ],
    [
      'export default defineProvider({ id: "x", provider: 1 });',
      '--import: "x" in custom.ts does not say its kind; available kinds: [isolation sink]',
    ],
    [
      'export default defineProvider({ id: "x", kind: "isolatoin", provider: 1 });',
      '--import: "x" in custom.ts is of the unknown kind "isolatoin"; available kinds: [isolation sink]; did you mean "isolation"?',
    ],
    [
      'export default defineProvider({ id: "gvisor", kind: "isolation", provider: 1 });',
      '--import: custom.ts: isolation backend registration: duplicate ID "gvisor"',
    ],
    ['throw new Error("no token");', "--import: cannot load custom.ts: no token"],
    ["export default const;", /^--import: cannot load custom\.ts: custom\.ts:2:\d+: [^\n]+$/],
  ])("refuses %j", async (definitions, message) => {
    await expect(withImport(custom(definitions))).rejects.toThrow(message);
  });

  it("takes the name of a package that the project has installed", async () => {
    const text = `import { defineProvider } from "provc";
export default defineProvider({ id: "acme:first", kind: "isolation", provider: { name: "first" } });`;
    const folder = fixtureProject({
      "node_modules/@acme/first/package.json":
        '{"name": "@acme/first", "type": "module", "exports": {"./provider": {"import": "./first.js"}}}',
      "node_modules/@acme/first/first.js": text,
    });
    const isolation = await registry(folder, "isolation", { import: ["@acme/first/provider"] });
    expect(await isolation.get("acme:first")).toEqual({ name: "first" });
  });

  it.each([
    ["custom.ts", "no such file: custom.ts"],
    ["./custom", "no such file: ./custom"],
    ["acme-custom", "no such file or package: acme-custom"],
    ["@acme/custom/provider", "no such file or package: @acme/custom/provider"],
  ])("refuses a module that is not there: %s", async (given, message) => {
    await expect(registry(fixtureProject(), "isolation", { import: [given] })).rejects.toThrow(
      new CommandFailure(`--import: ${message}`, 2),
    );
  });

  it("takes the only kind for a definition that names none", async () => {
    const one = { ...fixtureCatalogue, kinds: fixtureCatalogue.kinds.slice(0, 1) };
    const project = fixtureProject({
      "generated/catalogue.json": JSON.stringify(one),
      "custom.ts":
        'import { defineProvider } from "provc";\nexport default defineProvider({ id: "x", provider: 1 });',
    });
    expect((await withImport(project)).has("x")).toBe(true);
  });
});

it("says which manifest is missing where one is needed", async () => {
  const { requireProject } = await import("../../../src/cli/workspace/project.js");
  expect(() => requireProject(testContext(temporaryFolder()).context, {})).toThrow(
    "no providers.manifest.yaml here or in a folder above; provc init writes a first one",
  );
});
