import { jsonAnswer, textAnswer } from "../http/answers.js";
import { entityTag, ifNoneMatch, taggedAnswer, unchanged } from "../http/entity-tag.js";
import type { Route } from "../http/route.js";
import type { ApiMetrics } from "../metrics/api-metrics.js";
import type { WorkloadStore } from "../workload/workload-store.js";

const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** What the routes of the service itself show. */
export interface ServiceSources {
  readonly metrics: ApiMetrics;
  readonly store: WorkloadStore;
  /** The OpenAPI document, as JSON. */
  readonly openApi: () => string;
}

/** The routes that tell of the server. */
export function serviceRoutes({ metrics, store, openApi }: ServiceSources): readonly Route[] {
  return [
    {
      ...{ method: "get", path: "/healthz", id: "getHealth", tag: "service", open: true },
      summary: "Whether the server answers.",
      answers: { 200: { description: "It does.", type: "application/json", schema: "Health" } },
      handle: () => jsonAnswer({ status: "ok" }),
    },
    {
      ...{ method: "get", path: "/metrics", id: "getMetrics", tag: "service" },
      summary: "Counters in Prometheus' text format.",
      answers: { 200: { description: "The metrics.", type: "text/plain" } },
      handle: () => textAnswer(metrics.text(), METRICS_TYPE),
    },
    {
      ...{ method: "get", path: "/v1/stats", id: "getStatistics", tag: "service" },
      summary: "What all workloads come to.",
      answers: { 200: { description: "The numbers.", type: "application/json", schema: "Statistics" } },
      failure: "failed to get stats",
      handle: () => jsonAnswer(store.statistics()),
    },
    {
      ...{ method: "get", path: "/openapi.json", id: "getOpenApi", tag: "service", open: true },
      summary: "This description.",
      parameters: [ifNoneMatch],
      answers: {
        200: { description: "An OpenAPI document.", type: "application/json", headers: entityTag },
        304: unchanged,
      },
      handle: ({ request }) => taggedAnswer(request, openApi(), "application/json"),
    },
  ];
}
