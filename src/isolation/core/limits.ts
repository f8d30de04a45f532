import { parseDuration } from "../../time/duration.js";
import { IsolationError } from "../isolation-error.js";
import type { WorkloadLimits } from "../workload.js";

/** The `limits` of a backend's config, defaults of its schema applied; durations as `500ms`, `30s`. */
export interface LimitFields {
  readonly memory_mb: number;
  readonly cpus: number;
  readonly cpu_time: string;
  readonly timeout: string;
  readonly processes: number;
  readonly output_kb: number;
}

/** What a run may use, all of it decided. */
export type RunLimits = Required<WorkloadLimits>;

/** The limits of a config: what workloads get, and the most that one can ask for. */
export function configuredLimits(fields: LimitFields): RunLimits {
  return {
    memoryMb: fields.memory_mb,
    cpus: fields.cpus,
    cpuSeconds: seconds(fields.cpu_time),
    timeoutSeconds: seconds(fields.timeout),
    processes: fields.processes,
    outputBytes: fields.output_kb * 1024,
  };
}

/**
 * The limits of one run.
 *
 * @throws IsolationError `invalid_workload` for one that is no number above 0, or above what the config allows.
 */
export function runLimits(configured: RunLimits, asked: WorkloadLimits = {}): RunLimits {
  const limits = { ...configured };
  for (const name of Object.keys(configured) as (keyof RunLimits)[]) {
    const value = asked[name];
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value > 0)) {
      throw new IsolationError("invalid_workload", `limits.${name} must be a number above 0`);
    }
    if (value > configured[name]) {
      throw new IsolationError("invalid_workload", `limits.${name} must not be above ${configured[name]}`);
    }
    limits[name] = value;
  }
  return limits;
}

function seconds(duration: string): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds === undefined)
    throw new IsolationError("invalid_config", `${JSON.stringify(duration)} is no duration`);
  return milliseconds / 1000;
}
