import { describe, expect, it } from "vitest";
import { type LoadedModel, loadModel } from "../../../generator/model/load-model.js";
import { noContracts, type ProjectFiles, projectReader, withKind } from "./support.js";

/** A memo that counts the questions of each stage that it had no answer to. */
function countingMemo() {
  const known = new Map<string, string>();
  let answered: string[] = [];
  return {
    get: (key: string) => known.get(key),
    set: (key: string, value: string) => void known.set(key, value),
    onAnswer: (stage: string) => void answered.push(stage),
    /** The stages that were worked out since this was last asked, sorted. */
    answers(): readonly string[] {
      const stages = answered.sort();
      answered = [];
      return stages;
    },
  };
}

type CountingMemo = ReturnType<typeof countingMemo>;

const load = (manifest: string, files: ProjectFiles, memo?: CountingMemo): Promise<LoadedModel> =>
  loadModel({
    manifestPath: "providers.manifest.yaml",
    cwd: "/project",
    files: projectReader({ "providers.manifest.yaml": manifest, ...files }),
    checkContracts: noContracts,
    memo,
  });

/** Loads twice with a memo and once without, and demands the same; gives what there is to say. */
async function loadThrice(manifest: string, files: ProjectFiles, memo = countingMemo()): Promise<string[]> {
  const plain = await load(manifest, files);
  for (const run of [await load(manifest, files, memo), await load(manifest, files, memo)]) {
    expect(run).toEqual(plain);
    // What is emitted goes by the order of the keys, too.
    expect(JSON.stringify(run.model)).toBe(JSON.stringify(plain.model));
  }
  return plain.diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

const inline = (selector: string): string =>
  withKind(
    `config: {at: storage, form: inline, selector: ${selector}}`,
    "one: {module: ./src/one.ts, schema: ./one.yaml}\ntwo: {module: ./src/two.ts, schema: ./two.json}",
  );

const sound: ProjectFiles = {
  "one.yaml":
    "# a comment\ntype: object\nproperties:\n  size: {type: integer, default: 3}\n  path:\n    type: string\n",
  "two.json":
    '{"type": "object", "properties": {\n  "__proto__": {"type": "string"},\n  "10": {}, "2": {}, "area": {}}}',
};

describe("a model that is loaded with a memo", () => {
  it("is the same, and nothing that was read before is read or worked out again", async () => {
    const memo = countingMemo();
    expect(await loadThrice(inline("engine"), sound, memo)).toEqual([]);
    expect(memo.answers()).toEqual([
      ...["config/1", "config/1", "samples/1", "schema/1", "schema/1"],
      ...["source/1", "source/1", "source/1"],
    ]);
    await load(inline("engine"), sound, memo);
    expect(memo.answers()).toEqual([]);
  });

  it("works out what became of a schema that has changed, and of no other", async () => {
    const memo = countingMemo();
    await load(inline("engine"), sound, memo);
    memo.answers();
    const changed: Record<string, string> = {
      ...sound,
      "two.json": '{"type": "object", "properties": {"area": {"type": "null"}}}',
    };
    await load(inline("engine"), changed, memo);
    expect(memo.answers()).toEqual(["config/1", "schema/1", "source/1"]);
    // A comment changes the text, and nothing that comes of it.
    await load(inline("engine"), { ...changed, "one.yaml": `${changed["one.yaml"]}# more\n` }, memo);
    expect(memo.answers()).toEqual(["source/1"]);
  });

  it("still knows where everything is written in schemas that were sound", async () => {
    const memo = countingMemo();
    await load(inline("engine"), sound, memo);
    // The manifest makes a field of a remembered schema a mistake.
    expect(await loadThrice(inline("path"), sound, memo)).toEqual(["one.yaml:5:3 manifest-selector-clash"]);
    expect(await loadThrice(inline("area"), sound, memo)).toEqual(["two.json:3:22 manifest-selector-clash"]);
  });

  it("judges what is required of the one object of the inline form by all schemas of which it consists", async () => {
    const memo = countingMemo();
    const manifest = inline("engine").replace("selector: engine", "selector: engine, shared: ./shared.yaml");
    const shared = "type: object\nproperties: {url: {}}\nrequired: [url]\n";
    const own = "type: object\nproperties: {size: {}}\nrequired: [size, url]\n";
    const files = { ...sound, "one.yaml": own, "shared.yaml": shared };
    expect(await loadThrice(manifest, files, memo)).toEqual([]);
    const renamed = { ...files, "shared.yaml": shared.replaceAll("url", "place") };
    expect(await loadThrice(manifest, renamed, memo)).toEqual(["one.yaml:3:18 manifest-required-unknown"]);
    expect(await loadThrice(inline("url"), { ...sound, "one.yaml": own }, memo)).toEqual([]);
    expect(await loadThrice(manifest, files, memo)).toEqual([]);
  });

  it.each([
    ["a duplicate key", "two.json", '{"type": "object", "type": "object"}', "syntax"],
    ["a number that is not exact", "two.json", '{"maximum": 12345678901234567891}', "imprecise-number"],
    ["a number that JSON cannot hold", "one.yaml", "const: .inf\n", "manifest-number"],
    ["an unknown keyword", "one.yaml", "typ: object\n", "manifest-schema-keyword"],
    [
      "a wrong default",
      "one.yaml",
      "properties: {a: {type: string, default: 1}}\n",
      "manifest-default-invalid",
    ],
    [
      "a secret's default",
      "one.yaml",
      "properties: {a: {x-secret: true, default: x}}\n",
      "manifest-secret-default",
    ],
    [
      "a required field that does not exist",
      "one.yaml",
      "type: object\nproperties: {a: {}}\nrequired: [b]\n",
      "manifest-required-unknown",
    ],
    [
      "a reference to nothing",
      "one.yaml",
      "properties: {a: {$ref: '#/$defs/b'}}\n",
      "manifest-ref-not-found",
    ],
  ])("tells of %s every time", async (_, file, text, code) => {
    const told = await loadThrice(inline("engine"), { ...sound, [file]: text });
    expect(told.map((line) => line.split(" ")[1])).toContain(code);
    expect(told.every((line) => line.startsWith(`${file}:`))).toBe(true);
  });

  it("follows references to other files anew", async () => {
    const memo = countingMemo();
    const files = {
      ...sound,
      "one.yaml": "properties: {a: {$ref: ./part.yaml}}\n",
      "part.yaml": "type: string\n",
    };
    await loadThrice(inline("engine"), files, memo);
    await loadThrice(inline("engine"), { ...files, "part.yaml": "type: integer\n" }, memo);
    const { "part.yaml": _, ...without } = files;
    expect(await loadThrice(inline("engine"), without, memo)).toEqual([
      "one.yaml:1:24 manifest-ref-not-found",
    ]);
  });
});
