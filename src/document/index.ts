/**
 * Config documents for programs: reading, checking, and showing what is wrong.
 *
 * Importing it loads neither the TypeScript compiler nor a module loader; they come with the first configuration
 * program that needs them.
 *
 * @module
 */

export type {
  Diagnostic,
  RelatedLocation,
  Severity,
  SourceRange,
  SuggestedFix,
} from "../diagnostics/diagnostic.js";
export { hasErrors } from "../diagnostics/diagnostic.js";
export { type CodeDescription, describeCode, diagnosticCodes } from "../diagnostics/diagnostic-codes.js";
export { formatGithub } from "../diagnostics/format-github.js";
export { formatJson } from "../diagnostics/format-json.js";
export { formatJunit } from "../diagnostics/format-junit.js";
export { formatPretty, type PrettyOptions } from "../diagnostics/format-pretty.js";
export { formatSarif } from "../diagnostics/format-sarif.js";
export type { Report, ReportSource } from "../diagnostics/report.js";
export type { SourceLimits } from "../source/limits.js";
export { type ParseSourceOptions, parseSource, type SourceFormat } from "../source/parse-source.js";
export { type ReadSourceOptions, readSourceFile, SourceReadError } from "../source/read-source.js";
export type { SourceDocument } from "../source/source-document.js";
export { checkDocument } from "./check-document.js";
export type { DocumentDefinition } from "./document-definition.js";
export type {
  CheckDocumentOptions,
  CheckedDocument,
  DocumentChoice,
  Environment,
} from "./document-result.js";
export type { EvaluateOptions, LoadModule } from "./evaluate-module.js";
export {
  DocumentNotFoundError,
  findDocumentFiles,
  type LoadDocumentOptions,
  type LoadedDocument,
  loadDocument,
} from "./load-document.js";
