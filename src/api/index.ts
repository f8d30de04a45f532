/**
 * The HTTP API as a handler `(Request) => Promise<Response>`, to be mounted in any server: the catalogue of the kinds, workloads
 * on the isolation backends, and the page that shows both.
 *
 * @module
 */

export { ApiError, type ApiErrorCode } from "./api-error.js";
export type { Api, ApiOptions } from "./api-options.js";
export { createApi } from "./create-api.js";
export { type ApiLimits, defaultApiLimits } from "./limits.js";
export type { LogLimits } from "./workload/log-line.js";
