import type { ExecuteOptions, FailureReason, WorkloadResult, WorkloadStatus } from "../backend.js";
import type { RecordedRun } from "../state/run-record.js";
import type { Workload } from "../workload.js";
import { standardInput } from "./check-workload.js";
import type { RunLimits } from "./limits.js";
import { OutputMeter } from "./output-meter.js";
import { RunFailure } from "./run-failure.js";
import type { Sandbox, SandboxExit, SandboxRun } from "./sandbox.js";

export interface RunWorkloadOptions {
  readonly backend: string;
  readonly sandbox: Sandbox;
  readonly workload: Workload;
  readonly limits: RunLimits;
  readonly options: ExecuteOptions;
  /** The caller's wish to end it. */
  readonly signal: AbortSignal;
  readonly record: () => RecordedRun;
  /** Told of a run of which something lives on, against everything that was done to end it. */
  readonly onAbandoned: (record: RecordedRun) => void;
}

interface Cause {
  readonly reason: FailureReason;
  readonly message: string;
}

/** Runs one workload that has its place: counts its time and output, and turns whatever happens into a result. */
export async function runWorkload(setting: RunWorkloadOptions): Promise<WorkloadResult> {
  const { sandbox, workload, limits, options, signal } = setting;
  const stop = new AbortController();
  // What ended the run first; later causes are its consequences.
  let cause: Cause | undefined;
  const end = (reason: FailureReason, message: string): void => {
    cause ??= { reason, message };
    stop.abort();
  };
  const meter = new OutputMeter(limits.outputBytes, () =>
    end("output", `workload wrote more than ${meter.text}`),
  );
  const onAbort = (): void => end("aborted", "workload was killed");
  const startedAt = new Date();
  const start = performance.now();
  let exit: SandboxExit = {};
  if (signal.aborted) {
    onAbort();
  } else {
    signal.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(
      () => end("timeout", `workload timed out after ${limits.timeoutSeconds}s`),
      limits.timeoutSeconds * 1000,
    );
    const forward = (listener: ExecuteOptions["onStdout"], chunk: Uint8Array): void => {
      try {
        if (chunk.length > 0) listener?.(chunk);
      } catch (error) {
        end("backend", `the reader of the output failed: ${String(error)}`);
      }
    };
    try {
      exit = await inRecordedRun(setting, stop.signal, {
        stdout(chunk) {
          const taken = meter.take(chunk);
          meter.keep(taken);
          forward(options.onStdout, taken);
        },
        stderr: (chunk) => forward(options.onStderr, meter.take(chunk)),
      });
    } catch (error) {
      end(error instanceof RunFailure ? error.reason : "backend", firstLine(error));
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    }
  }
  let output = exit.output ?? meter.kept;
  if (exit.output !== undefined) output = meter.take(exit.output);
  const failure = cause ?? exit.failure;
  return {
    id: workload.id,
    backend: setting.backend,
    status: statusOf(failure),
    ...(exit.exitCode !== undefined && { exitCode: exit.exitCode }),
    ...(failure !== undefined && { reason: failure.reason, error: failure.message }),
    output,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    durationMs: Math.round(performance.now() - start),
  };

  async function inRecordedRun(
    { record, onAbandoned }: RunWorkloadOptions,
    stopped: AbortSignal,
    streams: Pick<SandboxRun, "stdout" | "stderr">,
  ): Promise<SandboxExit> {
    const recorded = record();
    try {
      return await sandbox.run(sandboxRun(recorded, workload, limits, stopped, streams));
    } finally {
      if (!recorded.remove()) onAbandoned(recorded);
    }
  }
}

/** What a sandbox is handed for a recorded run. */
export function sandboxRun(
  record: RecordedRun,
  workload: Workload,
  limits: RunLimits,
  signal: AbortSignal,
  streams: Pick<SandboxRun, "stdout" | "stderr">,
): SandboxRun {
  return {
    ...streams,
    workload,
    limits,
    signal,
    runId: record.runId,
    folder: record.folder,
    stdin: standardInput(workload),
    recordProcess: (pid) => record.recordProcess(pid),
  };
}

function statusOf(failure: Cause | undefined): WorkloadStatus {
  if (failure === undefined) return "completed";
  return failure.reason === "aborted" ? "killed" : "failed";
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split(/[\r\n]/, 1)[0] || "unknown reason";
}
