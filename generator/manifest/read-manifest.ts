import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { SourceDocument } from "../../src/source/source-document.js";
import type { Memo } from "../memo.js";
import type { Findings } from "./findings.js";
import { displayPath } from "./paths.js";
import type { Project } from "./project.js";
import { readDocument, readFailures } from "./read-document.js";

/** Reads and parses the manifest; undefined when it has no content that could be checked, which is reported. */
export async function readManifest(
  project: Project,
  findings: Findings,
  memo?: Memo,
): Promise<SourceDocument | undefined> {
  const document = await readDocument(project, project.manifestPath, memo);
  if (!("failure" in document)) {
    for (const diagnostic of document.diagnostics) findings.addDiagnostic(diagnostic);
    return hasErrors(document.diagnostics) ? undefined : document;
  }
  const { failure } = document;
  const file = displayPath(project.cwd, project.manifestPath);
  findings.addDiagnostic({
    code: failure === "missing" ? "manifest-not-found" : "manifest-unreadable",
    severity: "error",
    message: `the manifest ${JSON.stringify(file)} ${readFailures[failure]}`,
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    path: "",
    ...(failure === "missing" ? { hint: "`provc init` writes one; --manifest names another file" } : {}),
  });
  return undefined;
}
