import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentTypeName } from "../../../generator/model/identifiers.js";
import { loadModel } from "../../../generator/model/load-model.js";
import type { Model } from "../../../generator/model/model.js";
import { load, modelOf, noContracts, projectReader, shuffleKeys, withKind } from "./support.js";

const full = `
version: 1
document:
  title: Acme configuration
  files: [acme.yml, acme.json]
  schema: {type: object, required: [name], properties: {name: {type: string, default: x}, zone: {$ref: '#/$defs/b'}}, $defs: {b: {enum: [b, a]}, a: {}}}
kinds:
  speech-to-text:
    title: Speech to text
    description: Hears.
    noun: engine
    contract: ./src/contract.ts#Contract
    config: {at: 'voices.*.stt', form: inline, selector: engine, subject: voice, shared: {properties: {lang: {type: string}, alt: {}}}}
    on-duplicate: first
    capabilities: {type: object, properties: {runtimes: {type: array}, live: {type: boolean}}}
    routing:
      auto: {inputs: {runtime: [wasm, node], tier: [1]}, rules: [{when: {runtime: wasm, tier: [1]}, use: two}, {use: one}]}
      any: {rules: [{use: one}]}
    providers:
      two:
        title: Two
        module: ./src/two.ts#named
        schema: {type: object, properties: {b: {type: string}, a: {$ref: '#/$defs/z'}}, $defs: {z: {type: object, properties: {y: {}, x: {}}}}}
        capabilities: {runtimes: [wasm], live: true}
        requires: {npm: {pg: ^8, "@a/b": '1'}, commands: [git, docker]}
        deprecated: use one instead
      one: {module: ./src/one.ts}
  backend:
    contract: ./src/contract.ts#Contract
    config: {at: backend, form: keyed}
    providers: {encore-ts: {module: ./src/one.ts}}
`;

describe("the model", () => {
  it("holds all that the manifest says, with defaults filled in, in order", async () => {
    const model = await modelOf(full);
    expect(model.kinds.map(({ id }) => id)).toEqual(["backend", "speech-to-text"]);
    expect(model.kinds[0]).toEqual({
      id: "backend",
      title: "Backend",
      description: "",
      noun: "provider",
      config: { at: ["backend"], form: "keyed", selector: "provider", map: "providers" },
      onDuplicate: "error",
      routing: {},
      names: { pascal: "Backend", camel: "backend" },
      contract: { path: "./src/contract.ts", exportName: "Contract" },
      providers: [
        {
          id: "encore-ts",
          title: "Encore ts",
          description: "",
          capabilities: {},
          requires: { npm: {}, commands: [] },
          names: { pascal: "EncoreTs", configType: "BackendEncoreTsConfig" },
          module: { path: "./src/one.ts", exportName: "default" },
          configSchema: { type: "object", properties: {}, additionalProperties: false },
          commonFields: [],
        },
      ],
    });
    expect(model.kinds[1]).toMatchObject({
      noun: "engine",
      onDuplicate: "first",
      names: { pascal: "SpeechToText", camel: "speechToText" },
      shared: { properties: { alt: {}, lang: { type: "string" } }, additionalProperties: false },
      capabilitiesSchema: { additionalProperties: false },
    });
    expect(model.kinds[1]?.providers.map(({ id }) => id)).toEqual(["one", "two"]);
    expect(model.kinds[1]?.providers[1]).toMatchObject({
      module: { path: "./src/two.ts", exportName: "named" },
      requires: { npm: { "@a/b": "1", pg: "^8" }, commands: ["docker", "git"] },
      deprecated: "use one instead",
      commonFields: ["engine", "alt", "lang"],
      names: { configType: "SpeechToTextTwoConfig" },
    });
    expect(model.document).toMatchObject({ typeName: "AcmeConfiguration", files: ["acme.yml", "acme.json"] });
  });

  it("is the same for any order of keys", async () => {
    const expected = JSON.stringify(await modelOf(full));
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const order = (keys: string[]): string[] => {
          const ranked = keys.map((key) => [Number(numbers.next().value), key] as const);
          return ranked.sort(([a], [b]) => a - b).map(([, key]) => key);
        };
        expect(JSON.stringify(await modelOf(shuffleKeys(full, order)))).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it("is the same wherever it is made from, and holds no absolute path", async () => {
    const files = projectReader({ "providers.manifest.yaml": full });
    const from = async (cwd: string, manifestPath: string): Promise<Model | undefined> =>
      (await loadModel({ cwd, manifestPath, files, checkContracts: noContracts })).model;
    const models = [
      await from("/project", "providers.manifest.yaml"),
      await from("/project/src", "../providers.manifest.yaml"),
      await from("/", "/project/providers.manifest.yaml"),
    ].map((model) => JSON.stringify(model));
    expect(new Set(models).size).toBe(1);
    expect(models[0]).not.toContain("/project");
  });

  it("cannot be changed", async () => {
    const model = await modelOf(full);
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(walk);
    };
    walk(model);
  });

  it("keeps hostile text as it is: whoever prints it has to be careful", async () => {
    const texts = [
      "*/ alert(1) /*",
      "`${process.exit()}`",
      "</script>",
      "line\nbreak\u2028",
      "__proto__",
      "$&",
    ];
    for (const text of texts) {
      const manifest = withKind(
        `title: ${JSON.stringify(text)}`,
        `one: {module: ./src/one.ts, description: ${JSON.stringify(text)}, capabilities: {${JSON.stringify(text)}: 1}}`,
      );
      const kind = (await modelOf(manifest)).kinds[0];
      expect(kind?.title).toBe(text);
      expect(kind?.providers[0]?.description).toBe(text);
      expect(Object.keys(kind?.providers[0]?.capabilities ?? {})).toEqual([text]);
    }
    expect(({} as { [key: string]: unknown }).polluted).toBeUndefined();
  });

  it("gives kinds names that can stand alone in code", async () => {
    const kinds = ["function", "default", "constructor", "s3"].map(
      (id) => `  ${id}: {contract: ./src/contract.ts#Contract}\n`,
    );
    const model = await modelOf(`version: 1\nkinds:\n${kinds.join("")}`);
    expect(model.kinds.map(({ names }) => names)).toEqual([
      { pascal: "Constructor", camel: "constructor" },
      { pascal: "Default", camel: "defaultKind" },
      { pascal: "Function", camel: "functionKind" },
      { pascal: "S3", camel: "s3" },
    ]);
  });

  it.each([
    ["Stagecraft configuration", [], "StagecraftConfiguration"],
    ["über-config (v2)", [], "UberConfigV2"],
    ["2nd config", [], "NdConfig"],
    ["設定", [], "ConfigDocument"],
    ["Document", [], "ConfigDocument"],
    ["Record", [], "RecordDocument"],
    ["Backend config", ["Backend"], "BackendConfigDocument"],
    ["*/ x", [], "X"],
  ])("names the type of the document %j with kinds %j %s", (title, kinds, name) => {
    expect(documentTypeName(title, kinds)).toBe(name);
  });

  it("is not made when anything is wrong, and is made in spite of warnings", async () => {
    expect((await load(`${full}\nx-y: [12345678901234567890]\n`)).diagnostics).toMatchObject([
      { severity: "warning" },
    ]);
    expect((await load(`${full}\nx-y: [12345678901234567890]\n`)).model).toBeDefined();
    expect((await load(`${full}\nz: 1\n`)).model).toBeUndefined();
  });
});
