import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { formatJunit } from "../../src/diagnostics/format-junit.js";
import { formatSarif } from "../../src/diagnostics/format-sarif.js";
import { finding, report } from "./support.js";

const schemas = join(import.meta.dirname, "fixtures/schemas");
const golden = join(import.meta.dirname, "../cli-validate/fixtures/mistakes");

/** Reports that the command has written, all mistakes in every style, and some that are odd. */
const goldenReports = (name: string): string[] =>
  readdirSync(golden).map((style) => readFileSync(join(golden, style, name), "utf8"));

const hostile = "\u0000\u001b[1m<a href='x'>&amp;\"]]>\r\n::error::%0A \ud800 ,:\u2028 \ufffe";
const odd = [
  report([]),
  report([], { files: [] }),
  report([finding({ message: hostile, hint: hostile, code: hostile, path: `/${hostile}`, file: hostile })]),
  report([finding({ severity: "warning" }), finding({ line: 1, column: 1, endLine: 1, endColumn: 1 })]),
  report([
    finding({ related: [{ message: "x", file: "/b c.yml", line: 1, column: 1, endLine: 2, endColumn: 1 }] }),
  ]),
];

describe("SARIF logs", () => {
  it("fit the official schema of version 2.1.0, and the schema is in force", () => {
    // Draft-04, of which the schema uses no keyword that means something else in later drafts, and regular
    // expressions of before the u flag.
    const {
      id: $id,
      $schema: _,
      ...schema
    } = JSON.parse(readFileSync(join(schemas, "sarif-2.1.0-rtm.5.json"), "utf8"));
    const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const check = ajv.compile({ ...schema, $id });
    const logs = [
      ...goldenReports("sarif.sarif"),
      ...odd.map((one) => formatSarif(one, { version: "1.0.0" })),
    ];
    for (const text of logs) {
      check(JSON.parse(text));
      expect(check.errors ?? []).toEqual([]);
    }
    const log = JSON.parse(logs[0] ?? "");
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(check(log)).toBe(false);
  });
});

describe("JUnit reports", () => {
  it("fit the schema of Jenkins, and the schema is in force", async () => {
    const schema = [readFileSync(join(schemas, "jenkins-junit.xsd"), "utf8")];
    const reports = [...goldenReports("junit.xml"), ...odd.map(formatJunit)];
    const xml = reports.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
    expect((await validateXML({ xml, schema })).errors).toEqual([]);
    const broken = (reports[0] ?? "").replace("<testcase ", '<testcase line="1" ');
    const { errors } = await validateXML({ xml: [{ fileName: "x.xml", contents: broken }], schema });
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining("'line' is not allowed")]);
  });
});
