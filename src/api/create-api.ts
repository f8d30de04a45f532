import { hostname } from "node:os";
import { ApiError } from "./api-error.js";
import type { Api, ApiOptions } from "./api-options.js";
import { apiVersion } from "./api-version.js";
import type { CatalogueSources } from "./catalogue/provider-views.js";
import { Access } from "./http/access.js";
import { errorAnswer } from "./http/answers.js";
import { createApp } from "./http/app.js";
import type { Route } from "./http/route.js";
import { type ApiLimits, defaultApiLimits } from "./limits.js";
import { ApiMetrics } from "./metrics/api-metrics.js";
import { noBackends } from "./no-backends.js";
import { catalogueSchemas } from "./openapi/catalogue-schemas.js";
import { openApiDocument } from "./openapi/openapi-document.js";
import { workloadSchemas } from "./openapi/workload-schemas.js";
import { catalogueRoutes } from "./routes/catalogue-routes.js";
import { logRoutes } from "./routes/log-routes.js";
import { serviceRoutes } from "./routes/service-routes.js";
import { workloadRoutes } from "./routes/workload-routes.js";
import { LogFollowers } from "./workload/log-followers.js";
import { openSqliteStore } from "./workload/sqlite-store.js";
import { WorkloadEngine } from "./workload/workload-engine.js";

const MINIMAL_TOKEN = 16;
const ISOLATION = "isolation";

/**
 * Makes the HTTP API: the catalogue of the kinds, workloads on the isolation backends, and the page that shows both.
 *
 * @throws ApiError `invalid_option`; `store_unavailable` when the database cannot be opened, is another server's, or its driver is
 *   not installed.
 *
 * @example
 * const api = await createApi({ registries: [backendRegistry, isolationRegistry], isolation });
 * Deno.serve(api.fetch);
 */
export async function createApi(options: ApiOptions): Promise<Api> {
  const limits: ApiLimits = { ...defaultApiLimits, ...options.limits };
  const { token, document, onError = () => {} } = options;
  if (token !== undefined && token.length < MINIMAL_TOKEN) {
    throw new ApiError("invalid_option", `the token must have at least ${MINIMAL_TOKEN} characters`);
  }
  const access = new Access({
    origins: options.corsOrigins ?? [],
    ...(options.hosts && { hosts: options.hosts }),
    ...(token !== undefined && { token }),
  });
  const now = (): Date => new Date();
  const backends = options.isolation ?? noBackends;
  const store = await openSqliteStore(options.database ?? ":memory:", {
    keep: limits.finishedWorkloads,
    now,
  });
  const followers = new LogFollowers(limits.logStreams);
  const engine: WorkloadEngine = new WorkloadEngine({
    ...{ backends, store, limits, now, onError },
    nodeId: options.nodeId ?? hostname(),
    onEnd: (record) => metrics.workloadEnded(record),
  });
  const metrics = new ApiMetrics(() => engine.load());
  const sources: CatalogueSources = {
    registries: options.registries,
    isolationKind: ISOLATION,
    listBackends: () => backends.list(),
    exampleOf: options.exampleOf ?? (() => undefined),
    folder: options.folder ?? process.cwd(),
    env: options.env ?? process.env,
  };
  const images = {
    limit: limits.imageBytes,
    ...(options.images !== undefined && { folder: options.images }),
  };
  const schemas = { ...catalogueSchemas, ...workloadSchemas };
  const routes: readonly Route[] = [
    ...catalogueRoutes(sources, document, limits),
    ...workloadRoutes(engine, store, images, limits),
    ...logRoutes(engine, store, limits, followers),
    ...serviceRoutes({ metrics, store, openApi: () => openApi }),
  ];
  const openApi: string = JSON.stringify(
    openApiDocument({ version: apiVersion, routes, schemas, hasToken: token !== undefined }),
  );
  const app = createApp({ routes, schemas, access, metrics, onError });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await engine.endAll();
    await followers.end();
    await backends.close();
    store.close();
  };
  return {
    fetch: async (request) =>
      store.isOpen() ? await app.fetch(request) : errorAnswer(503, "the server is shut down"),
    close() {
      closed ??= close();
      return closed;
    },
  };
}
