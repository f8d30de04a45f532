import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeIn } from "../support/folders.js";
import { fixtureCatalogue, fixtureProject } from "./support/fixture-project.js";
import { runHere } from "./support/in-process.js";

const project = fixtureProject();
const run = (...args: string[]) => runHere(args, { cwd: project });

describe("provc list", () => {
  it("lists every kind's providers and virtual ids in aligned columns", async () => {
    expect(await run("list")).toEqual({
      code: 0,
      stderr: "",
      stdout: `KIND       ID       TITLE                      CAPABILITIES
isolation  gvisor   gVisor (deprecated)        network, runtime=oci
isolation  isolate  Isolate
isolation  auto     routes to gvisor, isolate
sink       http     HTTP with a second line
`,
    });
  });

  it("lists one kind", async () => {
    const { stdout } = await run("list", "sink");
    expect(stdout).toBe("KIND  ID    TITLE\nsink  http  HTTP with a second line\n");
  });

  it("finds the manifest in a folder above", async () => {
    writeIn(project, "deep/er/file", "");
    const { stdout } = await runHere(["list", "sink"], { cwd: path.join(project, "deep/er") });
    expect(stdout).toContain("http");
  });

  it("names the kinds when it does not know one", async () => {
    expect(await run("list", "isolatoin")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'provc: unknown kind "isolatoin"; available kinds: [isolation sink]; did you mean "isolation"?\n',
    });
  });

  it("prints versioned JSON with sorted capabilities", async () => {
    const { stdout } = await run("list", "--json");
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual(["version", "kinds"]);
    expect(answer.version).toBe(1);
    expect(answer.kinds.map(({ id }: { id: string }) => id)).toEqual(["isolation", "sink"]);
    expect(answer.kinds[0].providers[0]).toEqual({
      id: "gvisor",
      title: "gVisor",
      description: "Runs containers in a sandbox.",
      capabilities: { gpu: false, network: true, runtime: ["oci"] },
      requires: { commands: ["runsc"], npm: { tar: "^7.0.0" } },
      deprecated: "use isolate",
    });
    expect(Object.keys(answer.kinds[0].providers[0].capabilities)).toEqual(["gpu", "network", "runtime"]);
  });
});

describe("provc describe", () => {
  it("shows facts, settings and an example as it stands in the document", async () => {
    expect(await run("describe", "isolation", "gvisor")).toEqual({
      code: 0,
      stderr: "",
      stdout: `isolation gvisor  gVisor
Runs containers in a sandbox.
deprecated: use isolate

chosen by     isolation.provider: gvisor
capabilities  network, runtime=oci
requires      tar@^7.0.0 (npm), runsc
module        src/gvisor.ts#gvisor

FIELD             TYPE                 REQUIRED  DEFAULT       DESCRIPTION
root              string               yes       "/run"        Folder of the containers.
token             string                         $RUNSC_TOKEN  Token of the API. (secret)
limits            object
limits.memory_mb  integer (1 or more)

EXAMPLE
  isolation:
    provider: gvisor
    providers:
      gvisor:
        root: /run
`,
    });
  });

  it("puts an inline choice at its place, with a name for the key", async () => {
    const { stdout } = await run("describe", "sink", "http");
    expect(stdout).toContain("chosen by     sinks.<name>.engine: http\n");
    expect(stdout).toContain("  sinks:\n    main:\n      engine: http\n      url_env: RELAY_URL\n");
  });

  it("says so when there are no settings", async () => {
    expect((await run("describe", "isolation", "isolate")).stdout).toContain("It has no settings.\n");
  });

  it("prints versioned JSON with the schema", async () => {
    const { stdout } = await run("describe", "isolation", "gvisor", "--json");
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      version: 1,
      kind: "isolation",
      id: "gvisor",
      module: "src/gvisor.ts#gvisor",
      example: { root: "/run" },
      schema: { required: ["root"] },
    });
    expect(answer.schema.$comment).toBeUndefined();
    expect(answer.fields.map(({ path: field }: { path: string }) => field)).toEqual([
      "root",
      "token",
      "limits",
      "limits.memory_mb",
    ]);
  });

  it.each([
    [
      "gvizor",
      'unknown isolation backend "gvizor"; available backends: [gvisor isolate]; did you mean "gvisor"?',
    ],
    ["auto", "auto is a virtual id; see provc resolve isolation auto --explain"],
    ["__proto__", 'unknown isolation backend "__proto__"; available backends: [gvisor isolate]'],
  ])("has one line for %s", async (id, message) => {
    expect(await run("describe", "isolation", id)).toEqual({
      code: 1,
      stdout: "",
      stderr: `provc: ${message}\n`,
    });
  });

  it("asks for codegen when the schema is gone", async () => {
    const broken = fixtureProject({ "generated/isolation/providers/gvisor.schema.json": "{" });
    expect(await runHere(["describe", "isolation", "gvisor"], { cwd: broken })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "provc: generated/isolation/providers/gvisor.schema.json is missing or damaged; run provc codegen\n",
    });
  });
});

describe("provc resolve", () => {
  it("prints the id, for the only virtual id or a named one", async () => {
    expect(await run("resolve", "isolation", "--with", "runtime=node")).toEqual({
      code: 0,
      stdout: "isolate\n",
      stderr: "",
    });
    const named = await run("resolve", "isolation", "auto", "--with", "runtime=oci", "--with", "cores=8");
    expect(named.stdout).toBe("gvisor\n");
  });

  it("explains", async () => {
    const { stdout } = await run(
      "resolve",
      "isolation",
      "--with",
      "runtime=oci",
      "--with",
      "cores=8",
      "--explain",
    );
    expect(stdout).toBe(`auto → gvisor, because runtime is "oci" and cores is 8

RULE  USE      TAKEN  BECAUSE
1     isolate  no     runtime "oci" is none of: node, wasm
2     gvisor   yes    runtime is "oci" and cores is 8
`);
  });

  it("prints versioned JSON, also of a negative answer", async () => {
    const found = await run("resolve", "isolation", "--with", "runtime=wasm", "--json");
    expect(JSON.parse(found.stdout)).toEqual({
      version: 1,
      kind: "isolation",
      virtual: "auto",
      input: { runtime: "wasm" },
      id: "isolate",
      explanation: 'auto → isolate, because runtime "wasm" is one of: node, wasm',
      steps: [
        {
          index: 0,
          matched: true,
          reason: 'runtime "wasm" is one of: node, wasm',
          use: "isolate",
          when: { runtime: ["node", "wasm"] },
        },
      ],
    });
    const none = await run("resolve", "isolation", "--with", "runtime=oci", "--with", "cores=1", "--json");
    expect(none.code).toBe(1);
    expect(JSON.parse(none.stdout)).toMatchObject({
      version: 1,
      id: null,
      explanation: 'no auto-routing rule for runtime "oci" and cores 1',
    });
  });

  it.each([
    [["isolation", "--with", "runtime=oci"], 1, 'no auto-routing rule for runtime "oci" and without cores'],
    [
      ["isolation", "gvisor", "--with", "runtime=node"],
      1,
      'backend "gvisor" does not support runtime "node"; supported: [oci]',
    ],
    [
      ["isolation", "autp"],
      1,
      'unknown isolation backend "autp"; available backends: [auto gvisor isolate]; did you mean "auto"?',
    ],
    [["sink"], 1, "kind sink has no routing"],
    [["isolation", "--with", "runtime"], 2, '--with takes key=value, not "runtime"'],
    [["isolation", "--with", "=x"], 2, '--with takes key=value, not "=x"'],
    [
      ["isolation", "--with", "rutime=node"],
      2,
      'unknown input "rutime"; available inputs: [cores runtime]; did you mean "runtime"?',
    ],
    [
      ["isolation", "--with", "runtime=nodee"],
      2,
      'unknown runtime "nodee"; available values: [node oci wasm]; did you mean "node"?',
    ],
    [["isolation", "--with", "runtime=oci", "--with", "runtime=node"], 2, "--with runtime is given twice"],
  ])("answers %j with status %i", async (args, code, message) => {
    expect(await run("resolve", ...args)).toEqual({ code, stdout: "", stderr: `provc: ${message}\n` });
  });
});

describe("a catalogue that cannot be used", () => {
  const list = (catalogue: string) =>
    runHere(["list"], {
      cwd: temporaryFolder({ "providers.manifest.yaml": "", "generated/catalogue.json": catalogue }),
    });

  it("asks for codegen when it is missing", async () => {
    expect(await runHere(["list"], { cwd: temporaryFolder({ "providers.manifest.yaml": "" }) })).toEqual({
      code: 2,
      stdout: "",
      stderr: "provc: generated/catalogue.json is missing; run provc codegen\n",
    });
  });

  it.each([
    ["<<<<<<< HEAD", "is not JSON"],
    ["[]", "is no catalogue"],
    ['{"version": 2}', "was written by another version of provc"],
    ['{"version": 1, "manifest": "x", "kinds": [{"id": 1}]}', "is damaged at /kinds/0/id"],
    [
      JSON.stringify({
        ...fixtureCatalogue,
        kinds: [{ ...fixtureCatalogue.kinds[0], providers: [{ id: "x" }] }],
      }),
      "is damaged at /kinds/0/providers/0/title",
    ],
  ])("says what is wrong with %j", async (catalogue, problem) => {
    expect(await list(catalogue)).toEqual({
      code: 2,
      stdout: "",
      stderr: `provc: generated/catalogue.json ${problem}; run provc codegen\n`,
    });
  });

  it("takes the folder that --out names", async () => {
    const moved = temporaryFolder({
      "providers.manifest.yaml": "",
      "build/registry/catalogue.json": JSON.stringify(fixtureCatalogue),
    });
    expect((await runHere(["list", "--out", "build/registry"], { cwd: moved })).code).toBe(0);
  });
});
