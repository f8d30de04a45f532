import { CommandError, type CommandErrorOptions } from "../../process/command-error.js";

/** What went wrong, for programs. */
export type EncoreErrorCategory =
  | "PROVIDER_NOT_AVAILABLE"
  | "INVALID_CONFIG"
  | "INVALID_PROJECT"
  | "SECRET_SYNC_FAILED"
  | "DEV_SERVER_FAILED"
  | "BUILD_FAILED";

/** What was being done. */
export type EncoreOperation = "dev" | "build";

/** Everything about a failure. */
export interface EncoreFailure extends CommandErrorOptions {
  readonly operation: EncoreOperation;
  readonly category: EncoreErrorCategory;
  readonly message: string;
  /** What the failing command said; one line. */
  readonly detail?: string;
  /** Default: 1. */
  readonly exitCode?: number;
}

/** A failure of `encore-ts`: `[encore-ts/dev/SECRET_SYNC_FAILED] setting encore secret DOMAIN: not logged in`. */
export class EncoreError extends CommandError {
  override readonly name: string = "EncoreError";
  readonly operation: EncoreOperation;
  readonly category: EncoreErrorCategory;
  readonly detail: string | undefined;

  constructor({ operation, category, message, detail, exitCode = 1, ...options }: EncoreFailure) {
    const told = detail === undefined ? message : `${message}: ${detail}`;
    super(`[encore-ts/${operation}/${category}] ${told}`, exitCode, options);
    this.operation = operation;
    this.category = category;
    this.detail = detail;
  }
}
