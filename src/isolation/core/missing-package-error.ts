import { wrongVersion } from "../../packages/wrong-version.js";
import { IsolationError } from "../isolation-error.js";

/** An npm package that is loaded on use cannot be. */
export function missingPackageError(name: string, purpose: string, cause: unknown): IsolationError {
  const { code } = cause as { readonly code?: unknown };
  const reason =
    code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND"
      ? `the package "${name}" is not installed; install it with: npm install ${name}`
      : `the package "${name}" cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new IsolationError("unavailable", `${purpose} needs ${name}: ${reason}`, { cause });
}

/**
 * Refuses a version of an npm package that is not supported.
 *
 * @param from The module that is given the package. Default: those of this program.
 * @throws IsolationError `unavailable`
 */
export function requireSupported(name: string, purpose: string, from?: string): void {
  const wrong = wrongVersion(purpose, name, from);
  if (wrong !== undefined) throw new IsolationError("unavailable", wrong);
}
