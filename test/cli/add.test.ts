import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, temporaryFolder, writeIn } from "../support/folders.js";
import { runCli } from "./support/cli.js";
import { runHere } from "./support/in-process.js";
import { installTools, runTests, typeCheck } from "./support/installed-project.js";

const manifest = `# All providers of this project.
version: 1   # of the manifest, not of ours

kinds:
  # Where events go.
  sink:
    contract: ./src/sinks/contract.ts#Sink
    config: {at: sinks.*, form: inline, selector: engine, shared: ./src/sinks/shared.schema.yaml}
    capabilities:
      type: object
      required: [ordering]
      properties:
        ordering: {enum: [none, total]}
        batch: {type: boolean}
    providers:
      'http':            # quoted on purpose
        module: ./src/sinks/http/index.ts#http
        schema: {type: object, properties: {url: {type: string}}}
        capabilities: {ordering: total}

  # Keeps texts.
  store:
    contract: ./src/store.ts#Store
`;

const sources: Readonly<Record<string, string>> = {
  "providers.manifest.yaml": manifest,
  "package.json": '{"type": "module"}',
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      module: "nodenext",
      target: "es2023",
      lib: ["es2023"],
      types: ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ["src", "tests", "generated"],
  }),
  "tests/readme.txt": "",
  "src/sinks/shared.schema.yaml":
    "type: object\nrequired: [label]\nproperties: {label: {type: string, minLength: 3}}\n",
  "src/sinks/contract.ts": `export interface Sink {
  readonly id: string;
  send(event: { readonly name: string }): Promise<void>;
  readonly limits: { readonly bytes: number };
}
`,
  "src/sinks/http/index.ts": `import type { Sink } from "../contract.js";
export const http: Sink = { id: "http", send: async () => {}, limits: { bytes: 1 } };
`,
  "src/store.ts": "export type Store = (config: { readonly size: number }) => Map<string, string>;\n",
};

const add = (cwd: string, ...args: string[]) => runHere(["add", ...args], { cwd });

describe("provc add", () => {
  it("scaffolds providers that type-check, pass codegen and their tests, for contracts of every sort", async () => {
    const folder = temporaryFolder(sources);
    installTools(folder);
    const added = ["add", "sink", "message-queue", "--description", "Sends to a queue."];
    expect(await runCli(added, { cwd: folder })).toEqual({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(
        /^Added sink provider message-queue to providers\.manifest\.yaml:\n {2}src\/sinks\/message-queue\/index\.ts\n {2}src\/sinks\/message-queue\/config\.schema\.yaml\n {2}tests\/sink-message-queue\.test\.ts\n\nGenerated in generated: \d+ new and \d+ changed files\.\n/,
      ),
    });
    expect((await add(folder, "store", "memory")).code).toBe(0);
    expect(readFileSync(path.join(folder, "providers.manifest.yaml"), "utf8")).toBe(
      `${manifest.replace(
        "        capabilities: {ordering: total}\n",
        `        capabilities: {ordering: total}
      message-queue:
        title: Message queue
        description: Sends to a queue.
        module: ./src/sinks/message-queue/index.ts
        schema: ./src/sinks/message-queue/config.schema.yaml
        capabilities:
          ordering: none
`,
      )}    providers:
      memory:
        title: Memory
        module: ./src/store/memory/index.ts
        schema: ./src/store/memory/config.schema.yaml
`,
    );
    expect(await typeCheck(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
    const tests = await runTests(folder);
    expect(tests.code, tests.stdout).toBe(0);
    expect((await runHere(["codegen", "--check"], { cwd: folder })).code).toBe(0);
    const described = await runHere(["describe", "sink", "message-queue"], { cwd: folder });
    expect(described.stdout).toContain("module        src/sinks/message-queue/index.ts\n");
  });

  it.each([
    ["sinc", "x", 1, 'unknown kind "sinc"; available kinds: [sink store]; did you mean "sink"?'],
    ["sink", "http", 1, "there is a sink provider http already"],
    ["sink", "Http", 2, '"Http" is no id; ids are lower-case words joined by -, such as my-provider'],
    ["sink", "../x", 2, '"../x" is no id; ids are lower-case words joined by -, such as my-provider'],
    ["sink", "taken", 2, "src/sinks/taken/index.ts already exists; nothing was written"],
  ])("refuses %s %s", async (kind, id, code, message) => {
    const folder = temporaryFolder({ ...sources, "src/sinks/taken/index.ts": "mine\n" });
    const before = filesIn(folder);
    expect(await add(folder, kind, id)).toEqual({ code, stdout: "", stderr: `provc: ${message}\n` });
    expect(filesIn(folder)).toEqual(before);
  });

  it("says what is wrong with a manifest that does not compile, and adds nothing", async () => {
    const folder = temporaryFolder({
      ...sources,
      "providers.manifest.yaml": manifest.replace("#Sink", "#Snik"),
    });
    const before = filesIn(folder);
    const { code, stdout, stderr } = await add(folder, "sink", "other");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^providers\.manifest\.yaml:7:\d+ error manifest-/);
    expect(filesIn(folder)).toEqual(before);
  });

  it("takes everything back when the result does not compile", async () => {
    const folder = temporaryFolder(sources);
    writeIn(folder, "generated/sink/registry.ts", "// written by hand\n");
    const before = filesIn(folder);
    const { code, stderr } = await add(folder, "sink", "other");
    expect(code).toBe(1);
    expect(stderr).toContain("sink provider other was not added; everything is as it was\n");
    expect(filesIn(folder)).toEqual(before);
  });

  it("needs a manifest", async () => {
    expect(await add(temporaryFolder(), "sink", "x")).toEqual({
      code: 2,
      stdout: "",
      stderr: "provc: no providers.manifest.yaml here or in a folder above; provc init writes a first one\n",
    });
  });
});
