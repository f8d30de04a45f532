import type { ApiOptions } from "./api-options.js";
import { HttpFailure } from "./http/http-failure.js";

/** Stands where there is nothing to run workloads on. */
export const noBackends: NonNullable<ApiOptions["isolation"]> = {
  default: "auto",
  capabilities: () => [],
  list: async () => [],
  resolve: async (isolation) => {
    throw new HttpFailure(400, `backend ${JSON.stringify(isolation || "auto")} is not registered`);
  },
  close: async () => {},
};
