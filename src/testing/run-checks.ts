import { backendChecks } from "./backend-checks.js";
import type { ContractCheck } from "./contract-check.js";
import type { BackendSubject } from "./subject.js";
import { Workbench } from "./workbench.js";

/** What a check came to. */
export interface CheckResult {
  /** The check's name. */
  readonly check: string;
  /** What the provider does instead; absent when it passes. */
  readonly failure?: string;
}

/** Runs one check in a folder of its own; rejects when the provider does not pass. */
export async function runCheck(check: ContractCheck, subject: BackendSubject): Promise<void> {
  const bench = new Workbench(subject);
  try {
    await check.run(bench);
  } finally {
    bench.close();
  }
}

/** Runs all checks of the contract, or the given ones, one after the other, without a test runner. */
export async function runBackendChecks(
  subject: BackendSubject,
  checks: readonly ContractCheck[] = backendChecks,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    try {
      await runCheck(check, subject);
      results.push({ check: check.name });
    } catch (error) {
      results.push({ check: check.name, failure: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
}
