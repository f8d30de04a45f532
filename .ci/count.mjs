// Adds up the suites' JSON reports; a suite without a report, or a failed step without a failed test, counts as a failure.
import { existsSync, readFileSync } from "node:fs";

const [folder, failedSteps] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const suite of ["default", "heavy", "fuzz"]) {
  const file = `${folder}/${suite}.json`;
  if (!existsSync(file)) {
    console.log(`no report from the ${suite} suite`);
    total.failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
}
if (Number(failedSteps) > 0 && total.failed === 0) total.failed = Number(failedSteps);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
