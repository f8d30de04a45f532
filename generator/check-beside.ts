import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ContractChecker, ContractReport, ContractRequest } from "./model/contracts/contract-report.js";

/** The worker's whole program: everything else is in the module that it is told of. */
const program = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.module)
  .then(({ checkModules }) => checkModules(workerData.request))
  .then((report) => parentPort.postMessage(report));
`;

/** Checks in this thread. */
export const checkHere: ContractChecker = async (request) => {
  const { checkModules } = await import("./contract-worker.js");
  return checkModules(request);
};

/**
 * Checks in a thread of its own, so that the other core has something to do while this one compiles. Where that cannot
 * be, or comes to nothing, checks here, and tells that: the answer, and whatever goes wrong, is the same.
 */
export async function checkBeside(
  request: ContractRequest,
  onFallback: () => void = () => {},
): Promise<ContractReport> {
  const report = availableParallelism() < 2 ? undefined : await askWorker(request);
  if (report !== undefined) return report;
  onFallback();
  return checkHere(request);
}

async function askWorker(request: ContractRequest): Promise<ContractReport | undefined> {
  const { contractWorkerModule } = await import("./contract-worker.js");
  return new Promise((resolve) => {
    try {
      const worker = new Worker(program, {
        eval: true,
        workerData: { module: contractWorkerModule, request },
        // What it says on the way down is of no interest: the check is then made here.
        stderr: true,
      });
      worker.once("message", (report: ContractReport) => {
        resolve(report);
        void worker.terminate();
      });
      worker.once("error", () => resolve(undefined));
      worker.once("exit", () => resolve(undefined));
    } catch {
      resolve(undefined);
    }
  });
}
