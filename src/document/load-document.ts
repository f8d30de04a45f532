import { stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { ProvcError } from "../errors/provc-error.js";
import type { SourceLimits } from "../source/limits.js";
import { parseSource } from "../source/parse-source.js";
import { readText } from "../source/read-source.js";
import { checkDocument } from "./check-document.js";
import type { DocumentDefinition } from "./document-definition.js";
import type { CheckDocumentOptions, CheckedDocument, Environment } from "./document-result.js";
import type { EvaluateOptions } from "./evaluate-module.js";
import { checkModule, isModulePath } from "./module-document.js";

/** Where the document is, and what it is checked with. */
export interface LoadDocumentOptions extends CheckDocumentOptions, EvaluateOptions {
  /** Folder that file names are relative to. Default: the working directory. */
  readonly cwd?: string;
  /** The document. Default: the first of the definition's `files` that exists. */
  readonly file?: string;
  /** Variables for `${VAR}` and `x-env`. Default: `process.env`. */
  readonly env?: Environment;
  /** What a file may cost before it is refused. */
  readonly limits?: Partial<SourceLimits>;
}

/** A checked document and the text that its diagnostics are about. */
export interface LoadedDocument<Config = unknown> extends CheckedDocument<Config> {
  /** As diagnostics name it: relative to `cwd`. */
  readonly file: string;
  readonly text: string;
}

/** None of the files that a document can be in exists. */
export class DocumentNotFoundError extends ProvcError {
  static override readonly code = "document_not_found" as const;
  override readonly code = "document_not_found" as const;
  /** The names that were looked for. */
  readonly files: readonly string[];

  constructor(files: readonly string[]) {
    super(`no config document found; looked for ${files.join(", ")}`);
    this.files = files;
  }
}

/**
 * Reads and checks a config document: YAML, JSON (strict, for names that end in `.json`), or a program (`.ts`, `.mts`,
 * `.cts`, `.js`, `.mjs`, `.cjs`) whose default export is the configuration. What is wrong with it is in the
 * diagnostics; a valid one has its `value`.
 *
 * @throws {DocumentNotFoundError} when no file is named and none of the definition's exists.
 * @throws {SourceReadError} when the file cannot be read.
 * @throws {ProviderLoadError} when a validator cannot be loaded.
 *
 * @example
 * const { valid, value, diagnostics } = await loadDocument(documentDefinition, { defaults: true });
 */
export async function loadDocument<Config>(
  definition: DocumentDefinition<Config>,
  options: LoadDocumentOptions = {},
): Promise<LoadedDocument<Config>> {
  const { cwd = process.cwd(), env = process.env } = options;
  const name = options.file ?? (await findDocumentFiles(definition, cwd))[0];
  if (name === undefined) throw new DocumentNotFoundError(definition.files);
  const path = resolve(cwd, name);
  const file = displayName(path, cwd);
  const checkOptions = { ...options, env };
  const { text, refused } = await readText(path, { file, ...(options.limits && { limits: options.limits }) });
  if (refused === undefined && isModulePath(path)) {
    return { file, text, ...(await checkModule(text, path, file, definition, checkOptions)) };
  }
  const source = refused ?? parseSource(text, { file, ...(options.limits && { limits: options.limits }) });
  return { file, text: source.text, ...(await checkDocument(source, definition, checkOptions)) };
}

/** The files of a definition that exist in a folder, in the definition's order. */
export async function findDocumentFiles(
  definition: Pick<DocumentDefinition, "files">,
  cwd: string,
): Promise<string[]> {
  const exists = await Promise.all(
    definition.files.map((file) =>
      stat(resolve(cwd, file)).then(
        (stats) => !stats.isDirectory(),
        () => false,
      ),
    ),
  );
  return definition.files.filter((_, index) => exists[index]);
}

/** A path relative to a folder, with `/`, where there is a way from one to the other. */
function displayName(path: string, cwd: string): string {
  const name = relative(cwd, path);
  if (name === "") return ".";
  return isAbsolute(name) ? path : name.split(sep).join("/");
}
