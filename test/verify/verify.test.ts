import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { knownKeywords } from "../../generator/schema/keywords.js";
import { verifyArtefacts } from "../../generator/verify/verify-artefacts.js";
import { compile, manifests } from "./support/fixtures.js";

const fixtures = [...manifests.keys()].filter((name) => name !== "shipped");

describe("verification", () => {
  it.each(fixtures)("finds no disagreement in %s", async (name) => {
    const { model, files } = await compile(name);
    const { disagreements, cases, engines } = await verifyArtefacts(model, files, { cases: 100, seed: 5 });
    expect(disagreements).toEqual([]);
    expect(cases).toBe(100);
    // An engine that accepts everything, or nothing, would agree with nobody.
    for (const engine of engines) {
      expect(engine.accepted, engine.engine).toBeGreaterThan(0);
      expect(engine.accepted, engine.engine).toBeLessThan(engine.cases);
    }
  });

  it("says what types and editor schemas cannot express, by keyword", async () => {
    const { model, files } = await compile("keyed");
    const { engines } = await verifyArtefacts(model, files, { cases: 300, seed: 2, kind: "store" });
    const limits = Object.fromEntries(
      engines.map(({ engine, cannotExpress }) => [engine, Object.keys(cannotExpress)]),
    );
    expect(limits.validator).toEqual([]);
    expect(limits.hyperjump).toEqual([]);
    expect(limits.types).toEqual(expect.arrayContaining(["pattern"]));
    const known = ["contains", "maxContains", "oneOf", "unevaluatedItems", "unevaluatedProperties"];
    for (const keyword of limits["editor schema (ajv)"] ?? []) expect(known).toContain(keyword);
  });

  it("does the same for the same seed, and something else for another", async () => {
    const { model, files } = await compile("plain");
    const run = (seed: number) => verifyArtefacts(model, files, { cases: 40, seed, kind: "codec" });
    const [first, again, other] = [await run(3), await run(3), await run(4)];
    expect(again).toEqual(first);
    expect({ ...other, seed: 3 }).not.toEqual(first);
  });
});

describe("the fixture manifests", () => {
  it.each(fixtures)("%s uses every keyword", (name) => {
    const folder = fileURLToPath(new URL(`fixtures/${name}/`, import.meta.url));
    const used = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [key, member] of Object.entries(value)) {
        used.add(key);
        collect(member);
      }
    };
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".yaml"))) {
      collect(parse(readFileSync(folder + file, "utf8")));
    }
    expect([...knownKeywords()].filter((keyword) => !used.has(keyword))).toEqual([]);
  });
});
