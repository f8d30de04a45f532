import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";

const bench = fileURLToPath(new URL("../../../bench/run.mjs", import.meta.url));

interface Suite {
  readonly machine: { readonly node: string };
  readonly data: {
    readonly sizes: readonly number[];
    readonly answers: Record<string, Record<string, unknown>>;
  };
}
let run: { readonly results: Record<string, Suite>; readonly pages: Record<string, string> };

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bench, "--tiny", "--json"], {
    maxBuffer: 64 * 1024 * 1024,
  });
  run = JSON.parse(stdout);
});

/** The names of what did not finish, or has something else than numbers. */
const unmeasured = (suite: string): string[] => {
  const { sizes, answers } = run.results[suite]?.data ?? { sizes: [], answers: {} };
  const answer = answers[String(sizes[0])] ?? {};
  return Object.entries(answer).flatMap(([name, value]) => {
    const numbers = typeof value === "object" ? Object.values(value as object) : [value];
    return numbers.every((number) => typeof number === "number" && number >= 0) ? [] : [name];
  });
};

test("every suite measures everybody", () => {
  expect(Object.keys(run.results)).toEqual([
    "validation",
    "keyed",
    "codegen",
    "generators",
    "typescript",
    "editors",
    "registry",
    "isolation",
  ]);
  for (const suite of Object.keys(run.results).filter((name) => name !== "codegen"))
    expect(unmeasured(suite), suite).toEqual([]);
  const codegen = run.results.codegen?.data.answers["3"] as Record<string, unknown>;
  for (const figure of ["empty", "cold", "changed", "touched", "none", "check"])
    expect(codegen[figure], figure).toBeGreaterThan(0);
  expect(codegen.stages).toMatchObject({ cold: { "emit validators": expect.any(Number) } });
});

test("the page has a section for each, and its pictures are well-formed and described", () => {
  const { "benchmarks.md": page = "", ...pictures } = run.pages;
  for (const heading of [
    "Goals",
    "Validating a choice",
    "The keyed form",
    "Code generation",
    "Type checking",
    "Starting a workload",
  ])
    expect(page).toContain(`\n## ${heading}`);
  expect(page).not.toMatch(/undefined|NaN|\[object/);
  expect(Object.keys(pictures).sort()).toEqual(
    [...page.matchAll(/!\[[^\]]{10,}\]\((pictures\/[^)]+)\)/g)].map(([, path]) => path).sort(),
  );
  for (const [name, picture] of Object.entries(pictures)) {
    expect(picture, name).toMatch(/^<svg [^>]*role="img"/);
    expect(picture, name).toContain("prefers-color-scheme: dark");
    expect(picture, name).not.toMatch(/undefined|NaN|Infinity/);
  }
});
