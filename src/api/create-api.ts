import { hostname } from "node:os";
import { ApiError } from "./api-error.js";
import type { Api, ApiOptions } from "./api-options.js";
import { apiVersion } from "./api-version.js";
import type { CatalogueSources } from "./catalogue/provider-views.js";
import { Access } from "./http/access.js";
import { createApp } from "./http/app.js";
import { BodyReader } from "./http/read-body.js";
import type { Route } from "./http/route.js";
import { type ApiLimits, defaultApiLimits } from "./limits.js";
import { ApiMetrics } from "./metrics/api-metrics.js";
import { noBackends } from "./no-backends.js";
import { catalogueSchemas } from "./openapi/catalogue-schemas.js";
import { openApiDocument } from "./openapi/openapi-document.js";
import { workloadSchemas } from "./openapi/workload-schemas.js";
import { catalogueRoutes } from "./routes/catalogue-routes.js";
import { logRoutes } from "./routes/log-routes.js";
import { pageReader } from "./routes/page-routes.js";
import { serviceRoutes } from "./routes/service-routes.js";
import { workloadRoutes } from "./routes/workload-routes.js";
import { LogFollowers } from "./workload/log-followers.js";
import { openSqliteStore } from "./workload/sqlite-store.js";
import { Uploads } from "./workload/uploads.js";
import { WorkloadEngine } from "./workload/workload-engine.js";

const ISOLATION = "isolation";

/**
 * Makes the HTTP API: the catalogue of the kinds, workloads on the isolation backends, and the page that shows both. Several
 * can be made in one process; they share nothing.
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
  const { token, document, basePath = "", database = ":memory:", onError = () => {} } = options;
  if (!/^(\/[\w.~-]*[\w~-])*$/.test(basePath)) {
    throw new ApiError(
      "invalid_option",
      `${JSON.stringify(basePath)} is no base path: it must be like /provc`,
    );
  }
  const access = new Access({
    origins: options.corsOrigins ?? [],
    ...(options.hosts && { hosts: options.hosts }),
    ...(token !== undefined && { token }),
  });
  const now = (): Date => new Date();
  const backends = options.isolation ?? noBackends;
  const store = await openSqliteStore(database, {
    ...{ now, keep: limits.finishedWorkloads, keepBytes: limits.databaseBytes },
  });
  const uploads = new Uploads(database);
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
  const images = { uploads, ...(options.images !== undefined && { folder: options.images }) };
  const schemas = { ...catalogueSchemas, ...workloadSchemas };
  const routes: readonly Route[] = [
    ...catalogueRoutes(sources, document, limits),
    ...workloadRoutes(engine, store, images, limits),
    ...logRoutes(engine, store, limits, followers),
    ...serviceRoutes({ metrics, store, openApi: () => openApi }),
  ];
  const openApi: string = JSON.stringify(
    openApiDocument({ version: apiVersion, routes, schemas, hasToken: token !== undefined, basePath }),
  );
  const app = createApp({
    ...{ basePath, routes, schemas, access, metrics, onError },
    page: pageReader(basePath),
    bodies: new BodyReader(limits.pendingBytes),
    isOpen: () => store.isOpen(),
  });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await engine.endAll();
    await followers.end();
    await backends.close();
    await uploads.close();
    try {
      store.close();
    } catch (error) {
      // The next one that opens the file takes what is left beside it.
      onError(error as Error);
    }
  };
  return {
    fetch: async (request) => await app.fetch(request),
    close() {
      closed ??= close();
      return closed;
    },
  };
}
