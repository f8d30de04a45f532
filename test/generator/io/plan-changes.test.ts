import { describe, expect, test } from "vitest";
import { hashText } from "../../../generator/io/content-hash.js";
import type { DiskEntry, OutputState } from "../../../generator/io/output-state.js";
import { parseOwnedFiles, renderOwnedFiles } from "../../../generator/io/owned-files.js";
import { planChanges } from "../../../generator/io/plan-changes.js";

const comment = "the banner";

/**
 * What a scenario has at one path: the text on disk, the text that `.files.json` lists, the text that is
 * wanted.
 */
interface Given {
  readonly disk?: string | DiskEntry;
  readonly listed?: string;
  readonly wanted?: string;
}

function plan(given: { readonly [path: string]: Given }, list: { text?: string; entry?: DiskEntry } = {}) {
  const paths = Object.entries(given);
  const pick = (key: "listed" | "wanted") =>
    new Map(
      paths.flatMap(([path, at]) => (at[key] === undefined ? [] : [[path, hashText(at[key])] as const])),
    );
  const entries = new Map(
    paths.flatMap(([path, { disk }]) => (disk === undefined ? [] : [[path, toEntry(disk)] as const])),
  );
  const text = list.text ?? renderOwnedFiles(pick("listed"), comment);
  const state: OutputState = {
    owned: parseOwnedFiles(text),
    ownedFile: list.entry ?? toEntry(text),
    entries,
  };
  return planChanges(pick("wanted"), state, comment);
}

function toEntry(disk: string | DiskEntry): DiskEntry {
  if (typeof disk !== "string") return disk;
  return { kind: "file", hash: hashText(disk), banner: disk.startsWith("// banner") };
}

const outOfDate = "the manifest, a schema or provc has changed since it was generated";

test.each<{ title: string; given: Given; status?: string; reason?: string }>([
  { title: "is as it should be", given: { disk: "new", listed: "new", wanted: "new" } },
  { title: "is right, but unlisted", given: { disk: "new", wanted: "new" } },
  { title: "was never generated", given: { wanted: "new" }, status: "created", reason: "not generated yet" },
  {
    title: "was deleted",
    given: { listed: "new", wanted: "new" },
    status: "created",
    reason: "deleted by hand",
  },
  {
    title: "is out of date",
    given: { disk: "old", listed: "old", wanted: "new" },
    status: "changed",
    reason: outOfDate,
  },
  {
    title: "was edited",
    given: { disk: "mine", listed: "new", wanted: "new" },
    status: "hand-edited",
    reason: "edited by hand",
  },
  {
    title: "was edited and is out of date",
    given: { disk: "mine", listed: "old", wanted: "new" },
    status: "hand-edited",
    reason: `edited by hand, and ${outOfDate}`,
  },
  {
    title: "has a banner, but is not listed",
    given: { disk: "// banner\nold", wanted: "new" },
    status: "changed",
    reason: "generated earlier, but not listed in .files.json",
  },
  {
    title: "is no longer generated",
    given: { disk: "old", listed: "old" },
    status: "removed",
    reason: "no longer generated",
  },
  {
    title: "is no longer generated, and was edited",
    given: { disk: "// banner\nmine", listed: "old" },
    status: "removed",
    reason: "no longer generated (it was edited by hand)",
  },
  { title: "is no longer generated, and already gone", given: { listed: "old" } },
  { title: "was never provc's", given: { disk: "mine" } },
])("a file that $title", ({ given, status, reason }) => {
  const { changes, conflicts, kept } = plan({
    "a.ts": given,
    "b.ts": { disk: "b", listed: "b", wanted: "b" },
  });
  const news = changes.filter(({ path }) => path !== ".files.json");
  expect(news).toEqual(status === undefined ? [] : [{ path: "a.ts", status, reason }]);
  expect({ conflicts, kept }).toEqual({ conflicts: [], kept: [] });
});

describe("a file in the way", () => {
  test("is a conflict when provc did not write it", () => {
    const { conflicts, changes } = plan({ "a.ts": { disk: "mine", wanted: "new" }, "b.ts": { wanted: "b" } });
    expect(conflicts).toEqual([{ path: "a.ts", problem: "was not written by provc" }]);
    expect(changes.map(({ path }) => path)).toEqual(["b.ts"]);
  });

  test.each([
    ["folder", "is a folder"],
    ["symlink", "is a symbolic link"],
    ["other", "is no regular file"],
  ] as const)("is a conflict when it is a %s, even where provc once wrote", (what, problem) => {
    const obstacle: DiskEntry = { kind: "obstacle", at: "a.ts", what };
    expect(plan({ "a.ts": { disk: obstacle, listed: "new", wanted: "new" } }).conflicts).toEqual([
      { path: "a.ts", problem },
    ]);
  });

  test("is one conflict, however many files it keeps out", () => {
    const obstacle: DiskEntry = { kind: "obstacle", at: "backend", what: "file" };
    const { conflicts } = plan({
      "backend/a.ts": { disk: obstacle, wanted: "a" },
      "backend/b.ts": { disk: obstacle, wanted: "b" },
    });
    expect(conflicts).toEqual([{ path: "backend", problem: "is a file" }]);
  });

  test("stays when it is no longer generated, and listed no more", () => {
    const { kept, steps, changes } = plan({ "a.ts": { disk: "all mine", listed: "old" } });
    expect(kept).toEqual(["a.ts"]);
    expect(steps.map(({ path }) => path)).toEqual([".files.json"]);
    expect(changes).toEqual([
      { path: ".files.json", status: "changed", reason: "the list of generated files does not match them" },
    ]);
  });
});

describe("the list of owned files", () => {
  const current = { "a.ts": { disk: "a", listed: "a", wanted: "a" } };

  test("needs nothing when everything is current", () => {
    expect(plan(current)).toMatchObject({ changes: [], steps: [], unchanged: 1 });
  });

  test("is reported when it alone is stale, and carried out last", () => {
    expect(plan(current, { text: "<<<<<<< HEAD" }).changes).toEqual([
      { path: ".files.json", status: "changed", reason: "the list of generated files is damaged" },
    ]);
    const both = plan({ ...current, "z.ts": { wanted: "z" } });
    expect(both.changes.map(({ path }) => path)).toEqual(["z.ts"]);
    expect(both.steps.map(({ path }) => path)).toEqual(["z.ts", ".files.json"]);
  });

  test("cannot be a folder", () => {
    const entry: DiskEntry = { kind: "obstacle", at: ".files.json", what: "folder" };
    expect(plan(current, { entry }).conflicts).toEqual([{ path: ".files.json", problem: "is a folder" }]);
  });
});

test("steps come in an order that leaves readers the least trouble, and know both states", () => {
  const { steps } = plan({
    "d.ts": { disk: "old", listed: "old" },
    "c.ts": { disk: "old", listed: "old", wanted: "new" },
    "b.ts": { wanted: "new" },
    "a.ts": { disk: "old", listed: "old", wanted: "new" },
  });
  expect(steps.slice(0, 4)).toEqual([
    { path: "b.ts", before: null, after: hashText("new") },
    { path: "a.ts", before: hashText("old"), after: hashText("new") },
    { path: "c.ts", before: hashText("old"), after: hashText("new") },
    { path: "d.ts", before: hashText("old"), after: null },
  ]);
});
