import { describe, expect, it } from "vitest";
import { type ReportFormat, reportFormats } from "../../src/cli/validate/report-formats.js";
import { readXml } from "../diagnostics/read-xml.js";
import { folderWith, validate } from "./support.js";

/** Half of a character as a name, a provider's id, and in values; each can be written down in every language. */
const fields =
  '"project": {"name": "a\\ud800"}, "backend": {"provider": "\\ud800", "providers": {"\\ud800": {"a": 1}}}, "\\udc00": 1';
const documents: readonly [file: string, text: string][] = [
  ["x.json", `{${fields}}`],
  ["x.yaml", `{${fields}}`],
  ["x.ts", `export default {${fields}};`],
];

/** Takes a report apart as its readers do. */
const readers: Partial<Record<ReportFormat, (text: string) => unknown>> = {
  json: JSON.parse,
  sarif: JSON.parse,
  junit: readXml,
};

describe.each(documents)("a document with halves of characters, %s", (file, text) => {
  it.each(reportFormats)("is told what is wrong with it in %s, in Unicode", async (format) => {
    const { code, stdout, stderr } = await validate(folderWith({ [file]: text }), [file, "--format", format]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).not.toMatch(/\p{Surrogate}/u);
    expect(stdout.replaceAll("\\\\", "\\")).toContain("\\ud800");
    readers[format]?.(stdout);
  });
});
