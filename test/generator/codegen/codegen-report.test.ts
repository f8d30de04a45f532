import { describe, expect, test } from "vitest";
import type { ChangeStatus, CodegenResult } from "../../../generator/codegen.js";
import { type CodegenReportOptions, createCodegenReport } from "../../../src/cli/codegen-report.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { testContext } from "../../cli/support/test-context.js";
import { temporaryFolder } from "../../support/folders.js";

const options: CodegenReportOptions = {
  manifestPath: "/project/m.yaml",
  outDir: "/project/generated",
  check: false,
  json: false,
};

function result(
  changes: Partial<Record<string, ChangeStatus>>,
  more: Partial<CodegenResult> = {},
): CodegenResult {
  const statuses = Object.values(changes);
  const count = (...wanted: ChangeStatus[]) =>
    statuses.filter((status) => status && wanted.includes(status)).length;
  return {
    ok: true,
    changes: Object.entries(changes).flatMap(([path, status]) =>
      status ? [{ path, status, reason: "why" }] : [],
    ),
    counts: {
      created: count("created"),
      changed: count("changed", "hand-edited"),
      unchanged: 7,
      removed: count("removed"),
    },
    diagnostics: [],
    cached: false,
    recovered: false,
    inputs: ["/project/m.yaml"],
    ...more,
  };
}

const finding = (severity: Diagnostic["severity"], code = "manifest-x"): Diagnostic => {
  return {
    code,
    severity,
    message: "a finding",
    file: "m.yaml",
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    path: "",
  };
};

async function printed(
  given: CodegenResult,
  more: Partial<CodegenReportOptions> = {},
  env: NodeJS.ProcessEnv = {},
) {
  const { context, stdout, stderr } = testContext("/project", env);
  await createCodegenReport(context, { ...options, ...more }).result(given, 1234);
  return { stdout: stdout(), stderr: stderr() };
}

const changes = { "a.ts": "created", "b.ts": "changed", "c.ts": "hand-edited", "d.ts": "removed" } as const;

test("a workflow of GitHub gets annotations of findings, and of stale output", async () => {
  const env = { GITHUB_ACTIONS: "true" };
  const failed = result({}, { ok: false, diagnostics: [finding("error")] });
  const annotation = "::error file=m.yaml,line=1,endLine=1,col=1,endColumn=2,title=manifest-x::a finding\n";
  expect((await printed(failed, {}, env)).stdout).toBe(`✖ generated: nothing was written\n${annotation}`);
  expect((await printed(failed)).stdout).not.toContain("::");
  expect((await printed(failed, { json: true }, env)).stdout).not.toContain("::");
  const stale = await printed(result({ "a.ts": "changed" }, { ok: false }), { check: true }, env);
  expect(stale.stdout).toMatch(
    /\n::error title=stale::generated is stale: 1 of 8 files; run provc codegen\n$/,
  );
});

describe("the first output", () => {
  const counts = { created: 3, changed: 0, unchanged: 0, removed: 0 };
  const notes = async (packageFile: string, more: Partial<CodegenResult> = {}, check = false) => {
    const folder = temporaryFolder({ "package.json": packageFile });
    const { context, stderr } = testContext(folder);
    const report = createCodegenReport(context, { ...options, outDir: `${folder}/generated`, check });
    await report.result(result({}, { counts, ...more }), 1);
    return stderr();
  };

  test("comes with a note where its files are taken for CommonJS", async () => {
    const note =
      'note: package.json has no "type": "module": Node.js and tsc will take the generated files, which are ES modules, for CommonJS; run npm pkg set type=module\n';
    expect(await notes("{}")).toBe(note);
    expect(await notes('{"type":"commonjs"}')).toBe(note);
  });

  test("comes without it elsewhere, and so does later output", async () => {
    expect(await notes('{"type":"module"}')).toBe("");
    expect(await notes("{")).toBe("");
    expect(await notes("{}", { ok: false })).toBe("");
    expect(await notes("{}", { counts: { ...counts, unchanged: 1 } })).toBe("");
    expect(await notes("{}", {}, true)).toBe("");
  });
});

test("a run tells what became of which file", async () => {
  expect(await printed(result(changes))).toEqual({
    stderr: "",
    stdout: [
      "  created   generated/a.ts",
      "  changed   generated/b.ts",
      "  restored  generated/c.ts  why",
      "  removed   generated/d.ts",
      "✔ generated: 1 created, 2 changed, 7 unchanged, 1 removed in 1.2 s\n",
    ].join("\n"),
  });
});

test("a check tells what is stale and why, in other words", async () => {
  expect((await printed(result(changes, { ok: false }), { check: true })).stdout).toBe(
    [
      "  missing      generated/a.ts  why",
      "  changed      generated/b.ts  why",
      "  hand-edited  generated/c.ts  why",
      "  orphaned     generated/d.ts  why",
      "✖ generated is stale: 4 of 11 files; run provc codegen\n",
    ].join("\n"),
  );
});

test("a run lists the first files of many, a check lists all", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`${10 + index}.ts`, "created" as const]),
  );
  const lines = (await printed(result(many))).stdout.split("\n");
  expect(lines.slice(19, 22)).toEqual([
    "  created  generated/29.ts",
    "  … and 10 more",
    "✔ generated: 30 created, 0 changed, 7 unchanged, 0 removed in 1.2 s",
  ]);
  expect((await printed(result(many, { ok: false }), { check: true })).stdout.split("\n")).toHaveLength(32);
});

test("findings go to the error stream, with a word on what was not done", async () => {
  const failed = await printed(result({}, { ok: false, diagnostics: [finding("error")] }));
  expect(failed.stderr).toMatch(/^m\.yaml:1:1 error manifest-x: a finding\n/);
  expect(failed.stdout).toBe("✖ generated: nothing was written\n");
  const warned = await printed(result({}, { diagnostics: [finding("warning")] }));
  expect(warned.stderr).toMatch(/^m\.yaml:1:1 warning manifest-x: a finding\n/);
  expect(warned.stdout).toMatch(/^✔ /);
});

test("a repair is told of", async () => {
  expect((await printed(result({}, { recovered: true }))).stdout).toMatch(
    /^generated: repaired what an interrupted run had left\n/,
  );
});

test("colour is for those who want it", async () => {
  expect((await printed(result(changes), {}, { FORCE_COLOR: "1" })).stdout).toContain(
    "\u001b[32m✔\u001b[39m",
  );
  expect((await printed(result(changes), {}, { FORCE_COLOR: "1", NO_COLOR: "1" })).stdout).not.toContain(
    "\u001b",
  );
});

describe("progress", () => {
  const show = async (isTTY: boolean, json = false) => {
    const { context, stdout, stderr } = testContext("/project");
    Object.assign(context.stderr, { isTTY });
    const report = createCodegenReport(context, { ...options, json });
    report.progress({ phase: "load", message: "reading" });
    report.progress({ phase: "emit", message: "generating" });
    await report.result(result({}), 1);
    report.clear();
    return { stdout: stdout(), stderr: stderr() };
  };

  test("is shown on a terminal, in one line that goes away", async () => {
    const { stderr } = await show(true);
    expect(stderr).toBe("\r\u001b[2Kreading …\r\u001b[2Kgenerating …\r\u001b[2K");
  });

  test("is not shown in a pipe, or beside JSON", async () => {
    expect((await show(false)).stderr).toBe("");
    expect((await show(true, true)).stderr).toBe("");
  });
});

test("a watcher prints the first result, changes and news, and nothing else", async () => {
  const { context, stdout, stderr } = testContext("/project");
  const { onResult, onFailure } = createCodegenReport(context, options).watch();
  const linesAfter = async (next: CodegenResult): Promise<number> => {
    const before = stdout().length;
    await onResult(next, 1);
    return stdout().slice(before).split("\n").length - 1;
  };
  expect(await linesAfter(result({}))).toBe(2);
  expect(stdout()).toContain("watching 1 file; Ctrl-C ends it\n");
  expect(await linesAfter(result({}))).toBe(0);
  expect(await linesAfter(result({ "a.ts": "changed" }))).toBe(2);
  const failed = result({}, { ok: false, diagnostics: [finding("error")] });
  expect(await linesAfter(failed)).toBe(1);
  expect(await linesAfter(failed)).toBe(0);
  expect(await linesAfter(result({}))).toBe(1);
  expect(stderr().match(/a finding/g)).toHaveLength(1);
  onFailure(new Error("broken\nstack"));
  expect(stderr()).toMatch(/provc: unexpected error: broken \(a bug\); watching on\n$/);
});
