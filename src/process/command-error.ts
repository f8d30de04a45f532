const MARKER = Symbol.for("provc.command-error");

/** What may be known beside the message and the exit code. */
export interface CommandErrorOptions extends ErrorOptions {
  readonly lastLines?: readonly string[];
}

/**
 * A command that could not be started, or ended in a way that its caller must hear of.
 * The message is one line for the user; `exitCode` is what a command-line program should exit with.
 */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: number;
  /** The last lines that the command wrote, terminal control sequences removed; empty where nobody has read along. */
  readonly lastLines: readonly string[];

  constructor(message: string, exitCode: number, options: CommandErrorOptions = {}) {
    super(message, options);
    this.exitCode = exitCode;
    this.lastLines = options.lastLines ?? [];
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True for errors of this class, also when they come from another copy of the package. */
  static isInstance(value: unknown): value is CommandError {
    return value instanceof Error && MARKER in value;
  }
}
