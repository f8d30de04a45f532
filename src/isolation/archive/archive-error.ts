import { RunFailure } from "../core/run-failure.js";

/** An archive that is damaged, too large, or wants to write where it must not. */
export class ArchiveError extends RunFailure {
  override readonly name: string = "ArchiveError";

  constructor(message: string, options?: ErrorOptions) {
    super("start", message, options);
  }
}
