import type { DocumentPath } from "../../src/source/json-pointer.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import type { Findings } from "./findings.js";

/** YAML has numbers that JSON cannot hold, and all that is generated goes through JSON. */
export function checkNumbers(document: SourceDocument, findings: Findings): void {
  const visit = (value: unknown, path: DocumentPath): void => {
    if (typeof value === "number" && !Number.isFinite(value)) {
      const message = ".inf and .nan cannot be written as JSON";
      findings.add({ code: "manifest-number", message, at: { document, path } });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...path, index]);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    }
  };
  visit(document.value, []);
}
