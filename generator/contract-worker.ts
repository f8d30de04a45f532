import type { ContractReport, ContractRequest } from "./model/contracts/contract-report.js";

/** Where this module is: a worker imports it from there, from the sources as from the bundle. */
export const contractWorkerModule: string = import.meta.url;

/** The check itself. TypeScript is loaded when there is something to check. */
export async function checkModules(request: ContractRequest): Promise<ContractReport> {
  const { checkContracts } = await import("./model/contracts/check-contracts.js");
  return checkContracts(request);
}
