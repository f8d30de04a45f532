import type { Command } from "commander";

/** Options that stand on the program itself, so that every command takes them, before or after its name. */
export interface GlobalOptions {
  /** The manifest; by default the nearest `providers.manifest.yaml`, from the working directory upwards. */
  readonly manifest?: string;
  /** The folder of the generated files; by default `generated` beside the manifest. */
  readonly out?: string;
}

/** Options of the commands that know of more than the manifest's providers. */
export interface ImportOptions extends GlobalOptions {
  /** Modules whose provider definitions are registered first. */
  readonly import?: readonly string[];
}

/** Options of the commands that read a config document. */
export interface DocumentOptions extends ImportOptions {
  /** The document; by default the first of the document's `files` that exists. */
  readonly config?: string;
}

/** Declares the global options; commands must not declare the same names again. */
export function addGlobalOptions(program: Command): void {
  program
    .option(
      "--manifest <file>",
      "the manifest, or its folder (default: providers.manifest.yaml here or in a folder above)",
    )
    .option("--out <dir>", "the folder of the generated files (default: generated, beside the manifest)");
}

/** Declares `--config` and `--import` on a command that reads a config document. */
export function addDocumentOptions(command: Command): void {
  command.option(
    "--config <file>",
    "the config document (default: the first of the document's files that exists)",
  );
  addImportOption(command);
}

/** Declares `--import` on a command that shows providers. */
export function addImportOption(command: Command): void {
  command.option(
    "--import <module>",
    "register the custom providers that a module exports: a file, or an installed package (repeatable)",
    (value: string, previous: readonly string[] = []) => [...previous, value],
  );
}

/** The global options as given, wherever they stood on the command line. */
export function globalOptions(command: Command): GlobalOptions {
  const { manifest, out } = command.optsWithGlobals<GlobalOptions>();
  return { ...(manifest !== undefined && { manifest }), ...(out !== undefined && { out }) };
}

/** The global options and `--import` as given. */
export function importOptions(command: Command): ImportOptions {
  const { import: modules } = command.optsWithGlobals<ImportOptions>();
  return { ...globalOptions(command), ...(modules !== undefined && { import: modules }) };
}

/** The global and the document options as given. */
export function documentOptions(command: Command): DocumentOptions {
  const { config } = command.optsWithGlobals<DocumentOptions>();
  return { ...importOptions(command), ...(config !== undefined && { config }) };
}
