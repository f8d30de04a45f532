import type { MigrationDirection, MigrationRunOptions } from "../../migration/engine.js";
import { type DatabaseReport, type FailureReport, failureReport } from "./database-report.js";
import type { MigratedDatabase } from "./load-databases.js";
import { preflight } from "./preflight.js";

/** What is asked of every database of a run. */
export interface CommonRun {
  readonly direction: MigrationDirection;
  /** 0: all. */
  readonly steps: number;
  readonly signal: AbortSignal;
}

/**
 * Reports that nothing was run, when one of the databases refuses the run before it is touched: without a connection where
 * that can be told, else by what its engine says that it would do. An engine refuses a run of its one database by itself.
 */
export async function refuseRuns(
  databases: readonly MigratedDatabase[],
  run: CommonRun,
): Promise<readonly DatabaseReport[] | undefined> {
  const configured = reports(databases, databases.map(preflight));
  if (configured !== undefined || databases.length < 2) return configured;
  const foreseen: (FailureReport | undefined)[] = [];
  for (const database of databases) {
    foreseen.push(run.signal.aborted ? undefined : await foresee(database, run));
  }
  return run.signal.aborted ? undefined : reports(databases, foreseen);
}

function reports(
  databases: readonly MigratedDatabase[],
  errors: readonly (FailureReport | undefined)[],
): readonly DatabaseReport[] | undefined {
  if (errors.every((error) => error === undefined)) return undefined;
  return databases.map(({ heading }, index) => {
    const error = errors[index];
    return { ...heading, ...(error === undefined ? { notRun: true } : { error }) };
  });
}

/** Failures that have nothing to do with what the database records. */
const unrelated: ReadonlySet<string> = new Set(["connection_failed", "interrupted", "locked"]);

/** Why an engine would refuse a run; engines that do not tell beforehand are not judged. */
async function foresee(
  { engine, options }: MigratedDatabase,
  { direction, steps, signal }: CommonRun,
): Promise<FailureReport | undefined> {
  const settings: MigrationRunOptions = { ...options, direction, steps, signal };
  const refusal = async (): Promise<FailureReport | undefined> => {
    try {
      if (typeof engine.preview === "function") await engine.preview(settings);
      return undefined;
    } catch (error) {
      return failureReport(error);
    }
  };
  const first = await refusal();
  if (first === undefined || unrelated.has(first.code)) return first;
  // A migration that another run is at looks like one that was killed. The run itself waits for the other, and sees then.
  const isAtWork = await engine.status({ ...options, signal }).then(
    ({ lockedBy }) => lockedBy !== undefined,
    () => false,
  );
  return isAtWork ? undefined : await refusal();
}
