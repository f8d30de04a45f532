import { backendChecks } from "./backend-checks.js";
import { runCheck } from "./run-checks.js";
import type { BackendSubject } from "./subject.js";
import { testRunner } from "./test-runner.js";

const TIMEOUT_MS = 120_000;

/**
 * Declares the contract tests of a backend provider: call it at the top of a test file.
 *
 * ```ts
 * describeBackendProvider({
 *   id: "my-backend",
 *   registry: createBackendRegistry(),
 *   dev: ({ command }) => ({ config: { run: command } }),
 *   build: ({ command, folder }) => ({ config: {}, env: { PATH: fakeTool(folder, "docker", command) } }),
 * });
 * ```
 *
 * @throws Error when vitest is not installed, or in a version that is not supported.
 */
export function describeBackendProvider(subject: BackendSubject): void {
  const { describe, test } = testRunner();
  describe(`backend provider ${subject.id}`, () => {
    for (const check of backendChecks) {
      test(check.name, { timeout: TIMEOUT_MS }, () => runCheck(check, subject));
    }
  });
}
