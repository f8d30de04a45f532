import { describe, expect, it } from "vitest";
import { emitArtefacts } from "../../../generator/emit/emit-artefacts.js";
import { knownHash } from "../../../generator/emit/output-file.js";
import { hashBytes, hashText } from "../../../generator/io/content-hash.js";
import type { Memo } from "../../../generator/memo.js";
import { loadModel } from "../../../generator/model/load-model.js";
import { noContracts, type ProjectFiles, projectReader, withKind } from "../model/support.js";

/** A memo that can tell of an answer without reading it, and counts those that are read. */
function countingMemo() {
  const known = new Map<string, { text: string; digest: string }>();
  const memo = {
    get(key: string) {
      const answer = known.get(key);
      if (answer !== undefined) memo.reads += 1;
      return answer?.text;
    },
    digest: (key: string) => known.get(key)?.digest,
    set: (key: string, text: string) => void known.set(key, { text, digest: hashBytes(text) }),
    onAnswer: (stage: string) => void memo.stages.push(stage.split("/")[0] ?? ""),
    reads: 0,
    stages: [] as string[],
  };
  return memo satisfies Memo;
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}`);

function project(count: number): { manifest: string; files: Record<string, string> } {
  const providers = ids(count).map((id) => `${id}: {module: ./src/one.ts, schema: ./${id}.json}`);
  const schema = {
    type: "object",
    properties: { size: { type: "integer", default: 3 } },
    required: ["size"],
  };
  return {
    manifest: withKind("config: {at: storage, form: inline, selector: engine}", providers.join("\n")),
    files: Object.fromEntries(ids(count).map((id) => [`${id}.json`, JSON.stringify(schema)])),
  };
}

/** What one run had to do. */
interface Work {
  /** Schemas and manifest whose text was read. */
  readonly filesRead: readonly string[];
  /** How many remembered answers were read to make the model, and then to know what belongs in every file. */
  readonly modelReads: number;
  readonly emitReads: number;
  /** What had to be worked out anew, sorted. */
  readonly stages: readonly string[];
}

/** A run in a project where nothing has been touched but `touched`. */
async function run(
  manifest: string,
  files: ProjectFiles,
  memo: ReturnType<typeof countingMemo>,
  touched: readonly string[],
): Promise<Work & { readonly outputs: ReadonlyMap<string, string> }> {
  const all: ProjectFiles = { "providers.manifest.yaml": manifest, ...files };
  const reader = projectReader(all);
  const filesRead: string[] = [];
  const nameOf = (path: string): string => path.replace("/project/", "");
  memo.reads = 0;
  memo.stages = [];
  const { model, diagnostics } = await loadModel({
    manifestPath: "providers.manifest.yaml",
    cwd: "/project",
    checkContracts: noContracts,
    memo,
    files: {
      ...reader,
      read(path) {
        filesRead.push(nameOf(path));
        return reader.read(path);
      },
      hash(path) {
        const text = all[nameOf(path)];
        return touched.includes(nameOf(path)) || typeof text !== "string" ? undefined : hashBytes(text);
      },
    },
  });
  expect(diagnostics).toEqual([]);
  if (model === undefined) throw new Error("no model");
  const modelReads = memo.reads;
  const emitted = await emitArtefacts(model, { memo });
  const outputs = new Map(emitted.map((file) => [file.path, knownHash(file) ?? hashText(file.content)]));
  const emitReads = memo.reads - modelReads;
  const stages = [...memo.stages].sort();
  // What is said of a text that nobody has made is what it would be.
  const plain = new Map((await emitArtefacts(model)).map(({ path, content }) => [path, hashText(content)]));
  expect(outputs).toEqual(plain);
  return { filesRead, modelReads, emitReads, stages, outputs };
}

describe("a run in which nothing has changed but the code of a provider", () => {
  it("reads no schema and makes no text of one, however many providers there are", async () => {
    const works: Work[] = [];
    for (const count of [3, 30]) {
      const { manifest, files } = project(count);
      const memo = countingMemo();
      await run(manifest, files, memo, ids(count));
      const { outputs: _, ...work } = await run(manifest, files, memo, []);
      works.push(work);
      expect(work.filesRead).toEqual([]);
      expect(work.stages).toEqual([]);
      // The manifest.
      expect(work.modelReads).toBe(1);
    }
    expect(works[0]).toEqual(works[1]);
  });
});

describe("a run after one schema has changed", () => {
  it("reads that schema, and makes again what is made of it alone", async () => {
    const reads: number[] = [];
    for (const count of [3, 30]) {
      const { manifest, files } = project(count);
      const memo = countingMemo();
      const before = await run(manifest, files, memo, ids(count));
      const changed = { ...files, "p1.json": '{"type": "object", "properties": {"area": {"type": "null"}}}' };
      const after = await run(manifest, changed, memo, ["p1.json"]);
      expect(after.filesRead).toEqual(["p1.json"]);
      expect(after.stages).toEqual([
        ...["config", "definitions", "definitions", "documentation", "provider-schema"],
        ...["schema", "source", "types", "validator"],
      ]);
      reads.push(after.emitReads);
      const stale = [...after.outputs].filter(([path, hash]) => before.outputs.get(path) !== hash);
      const own = stale.map(([path]) => path).filter((path) => path.includes("/providers/"));
      expect(own).toEqual(
        ["config.ts", "schema.json", "validator.js"].map((name) => `storage/providers/p1.${name}`),
      );
    }
    // Of the others, what is in the files about all: two definitions, documentation, example, names of fields (all, and the required).
    const [few = 0, many = 0] = reads;
    expect(many - few).toBeLessThanOrEqual(6 * 27);
  });

  it("says no more of a damaged answer than that it is lost", async () => {
    const { manifest, files } = project(3);
    const memo = countingMemo();
    await run(manifest, files, memo, ids(3));
    const damaged: Memo = { ...memo, get: (key) => (key.includes("types/") ? undefined : memo.get(key)) };
    const reader = projectReader({ "providers.manifest.yaml": manifest, ...files });
    const options = { manifestPath: "providers.manifest.yaml", cwd: "/project", checkContracts: noContracts };
    const { model } = await loadModel({ ...options, files: reader, memo: damaged });
    if (model === undefined) throw new Error("no model");
    const emitted = await emitArtefacts(model, { memo: damaged });
    const types = emitted.find(({ path }) => path === "storage/providers/p1.config.ts");
    expect(() => types?.content).toThrow("the cache is damaged");
  });
});
