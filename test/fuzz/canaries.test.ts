import fc from "fast-check";
import { expect, it } from "vitest";
import { type ReportFormat, reportFormats } from "../../src/cli/validate/report-formats.js";
import { writeReport } from "../../src/cli/validate/write-report.js";
import type { Report } from "../../src/diagnostics/report.js";
import { checkDocument } from "../../src/document/check-document.js";
import { parseSource } from "../../src/source/parse-source.js";
import { testContext } from "../cli/support/test-context.js";
import { compiledFiles } from "../cli-validate/compiled-files.js";
import { testDefinition } from "../document/support.js";
import { type CanaryInput, canaryInputs } from "./generators/canaries.js";
import { leaks } from "./leaks.js";
import { problemsOfRun, Sandbox } from "./targets/sandbox.js";

const definition = testDefinition();

/** What the command line prints of a document in a format. */
async function printed(report: Report, format: ReportFormat): Promise<string> {
  const { context, stdout, stderr } = testContext(".");
  await writeReport(context, report, { format, quiet: false, milliseconds: 0 });
  return stdout() + stderr();
}

async function problems(input: CanaryInput): Promise<string[] | undefined> {
  const { text, file, env } = input;
  const source = parseSource(text, { file });
  const { valid, diagnostics, secrets } = await checkDocument(source, definition, { env });
  if (valid) return undefined;
  const report: Report = {
    files: [file],
    diagnostics,
    sources: new Map([[file, { text: source.text, secrets }]]),
  };
  const found: string[] = [];
  for (const format of reportFormats) found.push(...leaks(await printed(report, format), input, format));
  return found;
}

it("1,000 invalid documents with a secret in fields, environment and URLs print it in no format", async () => {
  let invalid = 0;
  const property = fc.asyncProperty(canaryInputs, async (input) => {
    const found = await problems(input);
    fc.pre(found !== undefined);
    expect(found, input.text).toEqual([]);
    invalid++;
  });
  await fc.assert(property, { numRuns: 1_000 });
  expect(invalid).toBeGreaterThanOrEqual(1_000);
});

it("no command that reads the document prints it, with --json or without", async () => {
  const sandbox = new Sandbox(await compiledFiles());
  try {
    const commands = [
      ["migrate", "status", "--json"],
      ["migrate", "plan"],
      ["dev", "--dry-run", "--json"],
      ["build", "--tag", "x", "--dry-run", "--json"],
      ["validate", "--fix", "--dry-run"],
    ];
    const property = fc.asyncProperty(canaryInputs, async (input) => {
      fc.pre((await problems(input)) !== undefined);
      sandbox.write(input.file, input.text);
      for (const args of commands) {
        const { code, output } = await sandbox.run([...args, "--config", input.file], input.env);
        expect(code, output).toBeGreaterThan(0);
        expect(leaks(output, input, args.join(" "))).toEqual([]);
        expect(problemsOfRun({ code, output }, [])).toEqual([]);
      }
    });
    await fc.assert(property, { numRuns: 30 });
  } finally {
    sandbox.remove();
  }
});
