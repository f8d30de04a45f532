import { IsolationError } from "../isolation-error.js";
import type { Workload } from "../workload.js";

const SOURCE_KINDS: ReadonlySet<unknown> = new Set(["code", "archive", "binary", "image"]);

/**
 * Holds a workload to what every backend needs of one; it may come from anywhere.
 *
 * @throws IsolationError `invalid_workload`.
 */
export function checkWorkload(workload: Workload): void {
  const { id, source, entry, args, env, input, stdin, network } = workload;
  if (typeof id !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) {
    throw invalid("id must be 1 to 64 letters, digits, - and _");
  }
  if (typeof source !== "object" || source === null || !SOURCE_KINDS.has(source.kind)) {
    throw invalid("source must be code, an archive, a binary or an image");
  }
  if (entry !== undefined && !isText(entry)) throw invalid("entry must be a text without NUL characters");
  if (args !== undefined && !(Array.isArray(args) && args.every(isText))) {
    throw invalid("args must be texts without NUL characters");
  }
  for (const [name, value] of Object.entries(env ?? {})) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || !isText(value)) {
      throw invalid(`env: ${JSON.stringify(name)} is no variable with a text as its value`);
    }
  }
  if (input !== undefined && stdin !== undefined) throw invalid("input and stdin are mutually exclusive");
  if (network !== undefined && network !== "none" && network !== "outbound") {
    throw invalid("network must be none or outbound");
  }
}

/** What a program finds on its standard input. */
export function standardInput({ input, stdin }: Workload): Uint8Array {
  if (stdin !== undefined) return typeof stdin === "string" ? Buffer.from(stdin) : stdin;
  return input === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(input));
}

function isText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\0");
}

function invalid(message: string): IsolationError {
  return new IsolationError("invalid_workload", message);
}
