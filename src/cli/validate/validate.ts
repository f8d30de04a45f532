import path from "node:path";
import { compareDiagnostics, type Diagnostic } from "../../diagnostics/diagnostic.js";
import { printable } from "../../diagnostics/display-text.js";
import { countFindings, type Report, type ReportSource } from "../../diagnostics/report.js";
import { checkDocument } from "../../document/check-document.js";
import type { DocumentDefinition } from "../../document/document-definition.js";
import { type LoadedDocument, loadDocument } from "../../document/load-document.js";
import { isModulePath } from "../../document/module-document.js";
import { ProviderLoadError } from "../../errors/provider-load-error.js";
import { readSourceStream, SourceReadError } from "../../source/read-source.js";
import { type CliContext, CommandFailure, exitCodes } from "../context.js";
import type { DocumentOptions } from "../global-options.js";
import { ownDocuments } from "../own-documents.js";
import { openWorkspace, requireDocument, type Workspace } from "../workspace.js";
import type { FixedFile } from "./fix-file.js";
import type { ReportFormat } from "./report-formats.js";
import { writeReport } from "./write-report.js";

export interface ValidateOptions {
  /** `-` is standard input; none: the document's own files. */
  readonly files: readonly string[];
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly stdinFilename?: string;
  readonly quiet: boolean;
  readonly strict: boolean;
  readonly maxWarnings?: number;
  /** Mend what has one answer, in the files themselves. */
  readonly fix: boolean;
  /** Only show what `fix` would change. */
  readonly dryRun: boolean;
}

/** Checks the documents and reports; sets the exit status: 0 valid, 1 invalid, 2 when a file cannot be read. */
export async function validate(
  context: CliContext,
  documentOptions: DocumentOptions,
  options: ValidateOptions,
): Promise<void> {
  const started = performance.now();
  if (options.dryRun && !options.fix)
    throw new CommandFailure("--dry-run belongs to --fix", exitCodes.cannotRun);
  const workspace = await openWorkspace(context, documentOptions);
  const definition = requireDocument(context, workspace);
  const names =
    options.files.length > 0 ? options.files : [documentOptions.config].filter((file) => file !== undefined);
  const files =
    names.length > 0 ? distinctFiles(context, names) : await ownDocuments(context, workspace, definition);

  if (options.fix && files.includes("-"))
    throw new CommandFailure("--fix cannot change standard input", exitCodes.cannotRun);

  const loaded: LoadedDocument[] = [];
  for (const file of files) {
    const document = await readOne(context, workspace, definition, file, options.stdinFilename);
    if (document !== undefined) loaded.push(document);
  }
  const fixed = options.fix ? await fixAll(context, definition, loaded, options) : loaded;
  const documents = await withConnections(context, workspace, fixed);
  const diagnostics = documents
    .flatMap((document) => document.diagnostics)
    .map((found): Diagnostic => (options.strict ? { ...found, severity: "error" } : found))
    .sort(compareDiagnostics);
  const { errors, warnings } = countFindings(diagnostics);
  const incomplete = documents.length < files.length;
  const report: Report = {
    files: documents.map(({ file }) => file),
    incomplete,
    diagnostics: options.quiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics,
    sources: new Map(
      documents.map(({ file, text, secrets }): [string, ReportSource] => [file, { text, secrets }]),
    ),
  };
  await writeReport(context, report, { ...options, milliseconds: performance.now() - started });

  const isTooMuch = warnings > (options.maxWarnings ?? Number.POSITIVE_INFINITY);
  if (isTooMuch)
    context.stderr.write(`provc: too many warnings: ${warnings}, allowed: ${options.maxWarnings}\n`);
  if (incomplete) context.exitCode = exitCodes.cannotRun;
  else if (errors > 0 || isTooMuch) context.exitCode = exitCodes.findings;
}

/** Mends the documents, says what was mended, and gives them as they are then. */
async function fixAll(
  context: CliContext,
  definition: DocumentDefinition,
  documents: readonly LoadedDocument[],
  { dryRun, quiet, format = "pretty", output }: ValidateOptions,
): Promise<LoadedDocument[]> {
  const [{ fixFile }, { writeFixes }] = await Promise.all([
    import("./fix-file.js"),
    import("./fix-report.js"),
  ]);
  const files: FixedFile[] = [];
  for (const document of documents) {
    const isProgram = isModulePath(document.file);
    if (isProgram) context.stderr.write(`provc: --fix leaves programs alone: ${printable(document.file)}\n`);
    files.push(
      isProgram
        ? { document, before: document, fixed: [] }
        : await fixFile(context, definition, document, dryRun),
    );
  }
  const isPretty = format === "pretty" || output !== undefined;
  writeFixes(context, files, { dryRun, quiet, isPretty });
  return files.map(({ document }) => document);
}

/** Adds what the connections in the environment make wrong. */
async function withConnections(
  context: CliContext,
  workspace: Workspace,
  documents: readonly LoadedDocument[],
): Promise<readonly LoadedDocument[]> {
  if (!documents.some(({ choices }) => choices.some(({ kind }) => kind === "migration"))) return documents;
  const { pairDiagnostics } = await import("../migrate/pair-diagnostics.js");
  return documents.map((document) => {
    const found = pairDiagnostics(context, workspace, document);
    return { ...document, diagnostics: [...document.diagnostics, ...found] };
  });
}

/** One document; undefined, with a line for the user, when there is nothing to read. */
async function readOne(
  context: CliContext,
  { loader }: Workspace,
  definition: DocumentDefinition,
  file: string,
  stdinFilename: string | undefined,
): Promise<LoadedDocument | undefined> {
  const { cwd, env } = context;
  if (file === "-") return readStdin(context, definition, stdinFilename ?? "<stdin>");
  try {
    return await loadDocument(definition, { file, cwd, env, loadModule: (module) => loader.load(module) });
  } catch (error) {
    if (!(error instanceof SourceReadError)) throw asFailure(error);
    context.stderr.write(`provc: ${error.message}\n`);
    return undefined;
  }
}

async function readStdin(
  context: CliContext,
  definition: DocumentDefinition,
  file: string,
): Promise<LoadedDocument> {
  if (isModulePath(file))
    throw new CommandFailure("a program cannot be read from standard input", exitCodes.cannotRun);
  const source = await readSourceStream(context.stdin, { file });
  try {
    return { file, text: source.text, ...(await checkDocument(source, definition, { env: context.env })) };
  } catch (error) {
    throw asFailure(error);
  }
}

/** Validators that cannot be loaded say nothing about the document: that is no finding, the command cannot run. */
function asFailure(error: unknown): unknown {
  const isMissing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  if (isMissing)
    return new CommandFailure(
      "the generated validators are not there; run provc codegen",
      exitCodes.cannotRun,
    );
  return ProviderLoadError.isInstance(error) ? new CommandFailure(error.message, exitCodes.cannotRun) : error;
}

/** The files in the given order, each once. */
function distinctFiles({ cwd }: CliContext, files: readonly string[]): string[] {
  const distinct = new Map(files.map((file) => [file === "-" ? file : path.resolve(cwd, file), file]));
  return [...distinct.values()];
}
