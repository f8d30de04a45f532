import { httpFailure, importSdk, networkFailure, retryAfter } from "../failures.js";
import type { VoiceError } from "../voice-error.js";
import { hostOf } from "../websocket/vendor-socket.js";
import { apiUrl, type CartesiaConfig } from "./settings.js";

/**
 * Proves by Cartesia's SDK that the API can be reached, and that the key may use the agent. The SDK's status request alone does not
 * look at the key. Its retries are off; the backend retries.
 *
 * @throws VoiceError `authentication_failed`, `authorization_failed`, `invalid_config` for an agent that is not there, …
 */
export async function checkAccount(config: CartesiaConfig, signal: AbortSignal): Promise<void> {
  const operation = "HealthCheck";
  const packageName = "@cartesia/cartesia-js";
  const sdk = await importSdk(
    operation,
    "voice backend cartesia",
    packageName,
    () => import("@cartesia/cartesia-js"),
  );
  const client = new sdk.Cartesia({
    apiKey: config.api_key,
    baseURL: apiUrl(config),
    maxRetries: 0,
    // Out of the way of the backend's, which is 5 minutes at most.
    timeout: 600_000,
    logLevel: "off",
  });
  try {
    await client.agents.retrieve(config.agent_id, { signal });
  } catch (error) {
    if (error instanceof sdk.APIError && typeof error.status === "number")
      throw statusFailure(operation, error, config.api_key);
    throw networkFailure(operation, hostOf(apiUrl(config)), error);
  }
}

interface StatusError {
  readonly status?: number;
  readonly headers?: Headers;
  readonly error?: unknown;
}

function statusFailure(
  operation: string,
  { status = 0, headers, error }: StatusError,
  key: string,
): VoiceError {
  const said = (error as { readonly message?: unknown; readonly error?: unknown } | undefined) ?? {};
  const message = [said.message, said.error].find((text): text is string => typeof text === "string");
  const retryAfterMs = retryAfter(headers?.get("retry-after"));
  return httpFailure({
    operation,
    status,
    credentials: [key],
    ...(message !== undefined && { message }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
