import { CommandError } from "../../process/command-error.js";
import { findExecutable } from "../../process/find-executable.js";
import { EncoreError, type EncoreOperation } from "./encore-error.js";

/** The name of Encore's command line. */
export const ENCORE = "encore";

const MISSING_EXIT_CODE = 127;

/** Fails where there is no `encore`: nothing else makes sense then. */
export function requireEncore(operation: EncoreOperation, env: NodeJS.ProcessEnv, cwd: string): void {
  if (findExecutable(ENCORE, env, cwd) === undefined) throw notAvailable(operation);
}

/** Turns a failed start, which names the command, into one that names the category. */
export function startFailure(operation: EncoreOperation, error: unknown): unknown {
  if (!CommandError.isInstance(error)) return error;
  if (error.exitCode === MISSING_EXIT_CODE) return notAvailable(operation);
  return new EncoreError({
    operation,
    category: "PROVIDER_NOT_AVAILABLE",
    message: "encore cannot be started",
    detail: error.message,
    exitCode: error.exitCode,
    cause: error,
  });
}

function notAvailable(operation: EncoreOperation): EncoreError {
  return new EncoreError({
    operation,
    category: "PROVIDER_NOT_AVAILABLE",
    message: "encore binary not found",
    detail: "encore CLI must be installed and available in PATH",
    exitCode: MISSING_EXIT_CODE,
  });
}
