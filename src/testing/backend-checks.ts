import { buildChecks } from "./build-checks.js";
import { conductChecks } from "./conduct-checks.js";
import type { ContractCheck } from "./contract-check.js";
import { devChecks } from "./dev-checks.js";
import { identityChecks } from "./identity-checks.js";

/** The contract of kind `backend`, in the order in which it is easiest to meet. */
export const backendChecks: readonly ContractCheck[] = [
  ...identityChecks,
  ...devChecks,
  ...buildChecks,
  ...conductChecks,
];
