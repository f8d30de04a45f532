import type { Diagnostic, Severity } from "../../src/diagnostics/diagnostic.js";
import { errorCode } from "./node-file-system.js";

/** What can be wrong with the output folder. */
export type OutputProblem =
  /** A file that provc did not write stands in the way. */
  | "output-conflict"
  /** A file that is no longer generated was replaced by hand and is left alone. */
  | "output-kept"
  /** Another run holds the folder. */
  | "output-locked"
  /** The folder, or a part of it, cannot be used as it is (a symbolic link, a file in its place). */
  | "output-folder"
  /** The system refused to read or to write. */
  | "output-io";

/** A problem with the output folder. Nothing was written, or everything was undone. */
export class OutputError extends Error {
  readonly code: OutputProblem;
  /** The file or folder that the problem is about. */
  readonly path: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  readonly #describe: (name: string) => string;

  constructor(
    code: OutputProblem,
    path: string,
    describe: (name: string) => string,
    { hint, cause }: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(describe(path), cause === undefined ? undefined : { cause });
    this.name = "OutputError";
    this.code = code;
    this.path = path;
    this.hint = hint;
    this.#describe = describe;
  }

  /** One line for the user, with the name that the path has for them. */
  describe(name: string): string {
    return this.#describe(name);
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space is left on the device"],
  ["EDQUOT", "the disk quota is used up"],
  ["ENOENT", "no such file or folder"],
  ["ENOTDIR", "a part of the path is a file, not a folder"],
  ["EISDIR", "it is a folder"],
  ["EMFILE", "too many files are open"],
  ["ENFILE", "too many files are open"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ELOOP", "it is a loop of symbolic links"],
  ["EBUSY", "it is in use"],
  ["EXDEV", "it spans two file systems"],
  ["EIO", "input/output error"],
]);

/** What the system said, in words. */
function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined) return reasons.get(code) ?? code;
  return error instanceof Error ? (error.message.split("\n", 1)[0] ?? error.name) : String(error);
}

/** Wraps an error of the system; an {@link OutputError} passes through. */
export function toOutputError(error: unknown, path: string, action: "read" | "write"): OutputError {
  if (error instanceof OutputError) return error;
  const describe = (name: string): string => `cannot ${action} ${name}: ${reasonOf(error)}`;
  return new OutputError("output-io", path, describe, { cause: error });
}

/** A finding about an output file as a whole. */
export function outputDiagnostic(
  code: OutputProblem,
  severity: Severity,
  file: string,
  message: string,
  hint?: string,
): Diagnostic {
  const finding = { code, severity, message, file, line: 1, column: 1, endLine: 1, endColumn: 1, path: "" };
  return hint === undefined ? finding : { ...finding, hint };
}
