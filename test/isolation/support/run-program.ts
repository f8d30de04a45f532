import type { ExecuteOptions, IsolationBackend, WorkloadResult } from "../../../src/isolation/backend.js";
import type { Workload } from "../../../src/isolation/workload.js";

/** A result with its bytes as texts, and what was streamed meanwhile. */
export interface ProgramResult extends Omit<WorkloadResult, "output"> {
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
}

let count = 0;

/** Runs a workload and gathers everything that comes of it. */
export async function runProgram(
  backend: IsolationBackend,
  workload: Omit<Workload, "id"> & { readonly id?: string },
  options: ExecuteOptions = {},
): Promise<ProgramResult> {
  const stdout: Uint8Array[] = [];
  const stderr: Uint8Array[] = [];
  const result = await backend.execute(
    { id: `w${++count}`, ...workload },
    { onStdout: (chunk) => stdout.push(chunk), onStderr: (chunk) => stderr.push(chunk), ...options },
  );
  const text = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString("utf8");
  return { ...result, output: text([result.output]), stdout: text(stdout), stderr: text(stderr) };
}
