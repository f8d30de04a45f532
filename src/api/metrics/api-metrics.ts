import type { WorkloadRecord } from "../workload/workload-record.js";
import { Counter, Gauge, Histogram } from "./metric.js";

/** Workloads that wait and run, by backend. */
export type LoadReader = () => ReadonlyMap<string, { readonly pending: number; readonly running: number }>;

/** What the server counts. */
export class ApiMetrics {
  readonly #requests = new Counter("provc_http_requests_total", "Requests answered.", [
    "method",
    "path",
    "status",
  ]);
  readonly #requestSeconds = new Histogram(
    "provc_http_request_duration_seconds",
    "Time until a request was answered; until it began, for a log that is followed.",
    ["method", "path"],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  );
  readonly #workloads = new Counter("provc_workloads_total", "Workloads that are over.", [
    "isolation",
    "status",
  ]);
  readonly #workloadSeconds = new Histogram(
    "provc_workload_duration_seconds",
    "Time from the start of a workload to its end.",
    ["isolation"],
    [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  );
  readonly #pending: Gauge;
  readonly #running: Gauge;

  constructor(load: LoadReader) {
    const read = (field: "pending" | "running") =>
      [...load()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, counts]) => [[id], counts[field]] as const);
    this.#pending = new Gauge(
      "provc_workloads_pending",
      "Workloads that wait for their turn.",
      ["isolation"],
      () => read("pending"),
    );
    this.#running = new Gauge("provc_workloads_running", "Workloads that run.", ["isolation"], () =>
      read("running"),
    );
  }

  /** @param path The path of the route, so that there are not more of them than routes. */
  requestAnswered(method: string, path: string, status: number, seconds: number): void {
    this.#requests.add(method, path, String(status));
    this.#requestSeconds.observe(seconds, method, path);
  }

  workloadEnded({ isolation_used, status, duration_ms }: WorkloadRecord): void {
    this.#workloads.add(isolation_used, status);
    if (duration_ms !== undefined) this.#workloadSeconds.observe(duration_ms / 1000, isolation_used);
  }

  /** In Prometheus' text format. */
  text(): string {
    const metrics = [this.#requests, this.#requestSeconds, this.#workloads, this.#workloadSeconds];
    return [...metrics, this.#pending, this.#running].map((metric) => metric.text()).join("");
  }
}
