import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addEditorCommand } from "../../../src/cli/commands/editor.js";
import { CommandFailure } from "../../../src/cli/context.js";
import { createProgram } from "../../../src/cli/program.js";
import { filesIn, temporaryFolder, writeIn } from "../../support/folders.js";
import { fixtureProject } from "../support/fixture-project.js";
import { testContext } from "../support/test-context.js";

const schemas = {
  "generated/schemas/document.editor.schema.json": "{}",
  "generated/schemas/manifest.schema.json": "{}",
};
const project = (files: Readonly<Record<string, string>> = {}): string =>
  fixtureProject({ ...schemas, ...files });

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly error: string;
}

/** The command in this process: what it is made of has nothing to do with how processes are started. */
async function editor(cwd: string, ...args: string[]): Promise<Run> {
  const { context, stdout } = testContext(cwd);
  try {
    await createProgram(context).parseAsync(["editor", ...args], { from: "user" });
    return { code: context.exitCode, stdout: stdout(), error: "" };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    return { code: error.exitCode, stdout: stdout(), error: error.message };
  }
}

const settings = ".vscode/settings.json";
const read = (folder: string, file: string): string => readFileSync(path.join(folder, file), "utf8");
const what = "schemas for relay.yml, providers.manifest.yaml";

describe("provc editor", () => {
  it("writes nothing in a folder that has neither a manifest nor a document of the shipped kinds", async () => {
    const empty = temporaryFolder();
    expect(await editor(empty)).toEqual({
      code: 2,
      stdout: "",
      error:
        "there is no providers.manifest.yaml here or in a folder above, and no stagecraft.yml, stagecraft.yaml, stagecraft.json for the kinds shipped with provc; name a document, or start with provc init",
    });
    expect(filesIn(empty)).toEqual({});
    const shipped = temporaryFolder({ "stagecraft.yml": "project: {name: x}\n" });
    expect(await editor(shipped, "--check", "--folder", "/")).toMatchObject({ code: 1, error: "" });
  });

  it("writes VS Code's settings, once", async () => {
    const folder = project();
    expect(await editor(folder)).toEqual({ code: 0, stdout: `created  ${settings}: ${what}\n`, error: "" });
    expect(JSON.parse(read(folder, settings))).toEqual({
      "yaml.schemas": {
        "./generated/schemas/document.editor.schema.json": ["relay.yml"],
        "./generated/schemas/manifest.schema.json": ["providers.manifest.yaml"],
      },
    });
    expect(await editor(folder)).toEqual({ code: 0, stdout: `unchanged  ${settings}\n`, error: "" });
    expect(await editor(folder, "--check")).toEqual({
      code: 0,
      stdout: `unchanged  ${settings}\n`,
      error: "",
    });
  });

  it("only says what it would do with --check", async () => {
    const folder = project({ [settings]: "{} // ours\n", "relay.yml": "a: 1\n" });
    const before = filesIn(folder);
    expect(await editor(folder, "--check")).toEqual({
      code: 1,
      stdout: `would change  ${settings}: ${what}\n`,
      error: "",
    });
    expect(await editor(folder, "--modeline", "--check")).toEqual({
      code: 1,
      stdout: "would change  relay.yml: ./generated/schemas/document.editor.schema.json\n",
      error: "",
    });
    expect(filesIn(folder)).toEqual(before);
  });

  it("writes the modeline with a path from the document's own folder", async () => {
    const folder = project({
      "relay.yml": "a: 1\n",
      "deploy/eu/staging.yaml": "a: 1\n",
      "deploy/x.json": "{}\n",
    });
    const run = await editor(path.join(folder, "deploy"), "--modeline", "eu/staging.yaml", "x.json");
    expect(run).toMatchObject({ code: 0, error: "" });
    expect(run.stdout.split("\n")).toHaveLength(3);
    expect(read(folder, "deploy/eu/staging.yaml")).toBe(
      "# yaml-language-server: $schema=../../generated/schemas/document.editor.schema.json\na: 1\n",
    );
    expect(JSON.parse(read(folder, "deploy/x.json"))).toEqual({
      $schema: "../generated/schemas/document.editor.schema.json",
    });
    expect(read(folder, "relay.yml")).toBe("a: 1\n");
    expect((await editor(path.join(folder, "deploy"), "--modeline")).stdout).toContain(
      "changed  ../relay.yml",
    );
  });

  it("writes into the folder that is opened in the editor, with paths from there", async () => {
    const repository = temporaryFolder();
    mkdirSync(path.join(repository, ".git"));
    const folder = path.join(repository, "packages/relay");
    for (const [file, text] of Object.entries(filesIn(project()))) writeIn(folder, file, text);
    // Nothing says that the repository is what is opened.
    expect((await editor(folder, "--check")).stdout).toContain(`would create  ${settings}`);
    expect((await editor(folder, "--check", "--folder", "../..")).stdout).toContain(
      "would create  ../../.vscode",
    );
    writeIn(repository, ".vscode/extensions.json", "{}");
    expect((await editor(folder)).stdout).toContain("created  ../../.vscode/settings.json");
    expect(JSON.parse(read(repository, settings))["yaml.schemas"]).toEqual({
      "./packages/relay/generated/schemas/document.editor.schema.json": ["packages/relay/relay.yml"],
      "./packages/relay/generated/schemas/manifest.schema.json": ["packages/relay/providers.manifest.yaml"],
    });
    expect((await editor(folder, "--folder", "src")).error).toContain("--folder");
  });

  it("changes nothing of broken settings, and says where they are broken", async () => {
    const broken = '{\n  "a": 1,\n  "b" 2\n}\n';
    const folder = project({ [settings]: broken });
    expect(await editor(folder)).toEqual({
      code: 2,
      stdout: "",
      error: `${settings}:3:7: unexpected text; expected a colon after the key; nothing was written`,
    });
    expect(read(folder, settings)).toBe(broken);
  });

  it("writes no document when one of them cannot be changed", async () => {
    const folder = project({ "a.yml": "a: 1\n", "b.json": "{" });
    expect(await editor(folder, "--modeline", "a.yml", "b.json")).toMatchObject({ code: 2, stdout: "" });
    expect(read(folder, "a.yml")).toBe("a: 1\n");
    expect((await editor(folder, "--modeline", "a.yml", "missing.yml")).error).toBe(
      "cannot read missing.yml: no such file",
    );
    expect((await editor(folder, "a.ts")).error).toBe("a.ts is neither YAML nor JSON");
    expect((await editor(folder, "--modeline")).error).toBe("found none of relay.yml");
  });

  it("leaves links and permissions as they are, and no other file behind", async () => {
    const folder = project({ "shared/settings.json": "{}\n" });
    mkdirSync(path.join(folder, ".vscode"));
    symlinkSync("../shared/settings.json", path.join(folder, settings));
    chmodSync(path.join(folder, "shared/settings.json"), 0o640);
    const names = Object.keys(filesIn(folder));
    expect(await editor(folder)).toMatchObject({ code: 0 });
    expect(read(folder, "shared/settings.json")).toContain("relay.yml");
    expect(statSync(path.join(folder, "shared/settings.json")).mode & 0o777).toBe(0o640);
    expect(Object.keys(filesIn(folder))).toEqual(names);
  });

  it("asks for codegen where there is no schema", async () => {
    const folder = fixtureProject();
    expect(await editor(folder)).toMatchObject({
      code: 2,
      error: "generated/schemas/document.editor.schema.json is missing; run provc codegen",
    });
  });

  it("is a command of the program, with help", () => {
    const { context } = testContext("/");
    const program = createProgram(context);
    expect(program.commands.map((command) => command.name())).toContain("editor");
    expect(addEditorCommand).toBeTypeOf("function");
  });
});
