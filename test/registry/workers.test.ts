import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";

interface Report {
  readonly ids: readonly string[];
  readonly created: number;
  readonly loads: readonly number[];
  readonly invalid: { readonly valid: boolean; readonly issues: readonly { readonly message: string }[] };
  readonly unknown: string;
}

const ids = ["alpha", "beta", "gamma"];

function runWorker(number: number): Promise<Report> {
  const file = new URL("./support/worker.ts", import.meta.url).href;
  const start = `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(file)}); })`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(start, { eval: true, workerData: { number, ids } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

it("works in worker threads, each with registries of its own", async () => {
  const reports = await Promise.all([1, 2, 3, 4].map(runWorker));
  for (const [index, report] of reports.entries()) {
    expect(report).toEqual({
      ids: [...ids, `worker:${index + 1}`],
      created: 50,
      loads: [1, 1, 1],
      invalid: {
        valid: false,
        issues: [
          expect.objectContaining({
            message: `unknown field "comand" in backend.providers.worker:${index + 1}; did you mean "command"?`,
          }),
        ],
      },
      unknown: "provider_not_found",
    });
  }
});
