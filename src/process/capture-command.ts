import { Writable } from "node:stream";
import { type CommandResult, type RunCommandOptions, runCommand } from "./run-command.js";

/** How a command ended, and what it wrote. */
export interface CapturedCommand extends CommandResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a captured command needs; its output is kept, so there is no place to send it to. */
export interface CaptureCommandOptions extends Pick<RunCommandOptions, "command" | "cwd" | "env" | "signal"> {
  /** Default: none. */
  readonly stdin?: RunCommandOptions["stdin"];
  /** After this time the command is ended. Default: never. */
  readonly timeoutMs?: number;
}

/** More than any answer that is read here; the rest of a runaway's output is dropped. */
const MOST_CHARACTERS = 1024 * 1024;
const SHUTDOWN = { signal: "SIGTERM", timeoutMs: 2_000 } as const;

/**
 * Runs a short command to its end and keeps its output.
 *
 * @throws CommandError when the command cannot be started; the signal's reason when it was aborted beforehand.
 */
export async function captureCommand({
  timeoutMs,
  signal,
  stdin = "ignore",
  ...options
}: CaptureCommandOptions): Promise<CapturedCommand> {
  const stdout = new TextBuffer();
  const stderr = new TextBuffer();
  const signals = [
    ...(signal === undefined ? [] : [signal]),
    ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)]),
  ];
  const result = await runCommand({
    ...options,
    stdin,
    output: { stdout, stderr },
    shutdown: SHUTDOWN,
    ...(signals.length > 0 && { signal: AbortSignal.any(signals) }),
  });
  return { ...result, stdout: stdout.text, stderr: stderr.text };
}

class TextBuffer extends Writable {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#length < MOST_CHARACTERS) this.#chunks.push(chunk);
    this.#length += chunk.length;
    done();
  }
}
