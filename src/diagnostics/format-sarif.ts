import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Diagnostic, SourceRange } from "./diagnostic.js";
import { describeCode } from "./diagnostic-codes.js";
import { fingerprints } from "./fingerprint.js";
import { messageWithHint, type Report } from "./report.js";

/** The report as a SARIF 2.1.0 log, as code scanning services read it. */
export function formatSarif(report: Report, options: { readonly version: string }): string {
  const { diagnostics, incomplete = false } = report;
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const names = fingerprints(diagnostics);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "provc", semanticVersion: options.version, rules: codes.map(rule) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: !incomplete }],
        results: diagnostics.map((diagnostic, index) => ({
          ruleId: diagnostic.code,
          ruleIndex: codes.indexOf(diagnostic.code),
          level: diagnostic.severity,
          message: { text: messageWithHint(diagnostic, "; ") },
          locations: [{ physicalLocation: location(diagnostic.file, diagnostic) }],
          partialFingerprints: { primaryLocationLineHash: names[index] },
          ...relatedLocations(diagnostic),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule(code: string): object {
  const { title, description, help, severity } = describeCode(code);
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: help },
    defaultConfiguration: { level: severity },
  };
}

function relatedLocations({ related = [] }: Diagnostic): object {
  if (related.length === 0) return {};
  return {
    relatedLocations: related.map((place, id) => ({
      id,
      message: { text: place.message },
      physicalLocation: location(place.file, place),
    })),
  };
}

function location(file: string, { line, column, endLine, endColumn }: SourceRange): object {
  return {
    artifactLocation: { uri: toUri(file) },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/** A relative URI reference where the file is named relatively, as code scanning wants it. */
function toUri(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  const path = process.platform === "win32" ? file.replaceAll("\\", "/") : file;
  const segments = path
    .split("/")
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd")));
  // A colon in the first segment would read as a scheme; encodeURIComponent has taken care of that.
  return segments.join("/");
}
