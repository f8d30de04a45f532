import { missingPackage } from "../errors/missing-package.js";
import { missingPart } from "../packages/missing-part.js";
import { wrongVersion } from "../packages/wrong-version.js";
import { VoiceError, type VoiceErrorCode } from "./voice-error.js";

/** What an HTTP answer or the refusal of an upgrade means. */
export interface HttpFailure {
  readonly operation: string;
  readonly status: number;
  /** What the vendor says, cut to a line. */
  readonly message?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
  /** What was sent to prove who calls; a vendor that repeats it in its message must not give it away. */
  readonly credentials?: readonly string[];
}

/** Turns an HTTP status into an error: 401 and 403 are about the caller, 408, 429 and 5xx may pass. */
export function httpFailure(failure: HttpFailure): VoiceError {
  const { operation, status, message = "", retryAfterMs, cause, credentials } = failure;
  const line = vendorText(message, credentials);
  const said = line === "" ? "" : `: ${line}`;
  return new VoiceError(operation, codeOfStatus(status), `the vendor answered ${status}${said}`, {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(cause !== undefined && { cause }),
    retryable: status === 408 || status === 429 || status >= 500,
    status,
  });
}

function codeOfStatus(status: number): VoiceErrorCode {
  if (status === 401) return "authentication_failed";
  if (status === 403) return "authorization_failed";
  if (status === 429) return "rate_limit_exceeded";
  if (status === 408 || status === 504) return "connection_timeout";
  if (status === 400 || status === 404 || status === 409 || status === 422) return "invalid_config";
  return "connection_failed";
}

/** A vendor's text as it may be shown: one line of it, without control characters and credentials. */
export function vendorText(text: string, credentials: readonly string[] = []): string {
  const line = text.trim().split(/[\r\n\u2028\u2029]/, 1)[0] ?? "";
  const shown = credentials
    .filter((credential) => credential !== "")
    .reduce((known, credential) => known.replaceAll(credential, "***"), line)
    .replace(/\p{Cc}/gu, " ");
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}

/** The credentials in a request's headers. */
export function credentialsIn(headers: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => /^(authorization|x-api-key)$/i.test(name))
    .map(([, value]) => value.replace(/^Bearer /i, ""));
}

/** Reads `Retry-After`: seconds, or a date. */
export function retryAfter(header: string | null | undefined, now: number = Date.now()): number | undefined {
  if (header === null || header === undefined || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The failure of a call whose answer cannot be read; asked again, the vendor would say the same. */
export function notJson(operation: string, host: string, cause: unknown): VoiceError {
  const message = `${host} answered with something that is not JSON`;
  return new VoiceError(operation, "connection_failed", message, { cause, retryable: false });
}

const TIMEOUT_CODES: ReadonlySet<unknown> = new Set([
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
]);

/** Turns what a network call rejects with into an error that names the host and the system's code, and nothing of the URL. */
export function networkFailure(operation: string, host: string, error: unknown): VoiceError {
  if (VoiceError.isInstance(error)) return error;
  const code = systemCode(error);
  // The library's word for a frame that is none, or is too large.
  if (code?.startsWith("WS_ERR_"))
    return new VoiceError(operation, "pipeline_error", `${host} sent a malformed frame (${code})`, {
      cause: error,
    });
  const kind = TIMEOUT_CODES.has(code) ? "connection_timeout" : "connection_failed";
  return new VoiceError(operation, kind, `cannot reach ${host}${code === undefined ? "" : ` (${code})`}`, {
    cause: error,
  });
}

function systemCode(error: unknown): string | undefined {
  for (
    let current = error, depth = 0;
    current instanceof Error && depth < 10;
    current = current.cause, depth++
  ) {
    const { code } = current as { readonly code?: unknown };
    if (typeof code === "string") return code;
  }
  return undefined;
}

/**
 * Does something that must not happen twice. A failure after which it may have happened is not retryable; a refusal by rate, and a
 * connection that never came about, are.
 */
export async function onceOnly<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (!VoiceError.isInstance(error) || !error.retryable) throw error;
    const never = error.code === "rate_limit_exceeded" || NEVER_CONNECTED.has(systemCode(error.cause));
    if (never) throw error;
    throw error.lasting();
  }
}

const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * Imports a vendor's package, which projects install only when they use the provider; with others that it needs beside it.
 *
 * @throws VoiceError `sdk_not_installed`, also for a version that is not supported, with the command that installs it.
 */
export async function importSdk<Module>(
  operation: string,
  provider: string,
  packageNames: string | readonly string[],
  load: () => Promise<Module>,
): Promise<Module> {
  const names = [packageNames].flat();
  for (const name of names) {
    const wrong = wrongVersion(provider, name);
    if (wrong !== undefined) throw new VoiceError(operation, "sdk_not_installed", wrong);
  }
  try {
    return await load();
  } catch (error) {
    const missing = missingPackage(error);
    if (missing === undefined) throw error;
    const message = names.includes(missing)
      ? `${provider} needs the package "${missing}"; install it with: npm install ${missing}`
      : names.map((name) => missingPart(provider, name, missing)).find((text) => text !== undefined);
    if (message === undefined) throw error;
    throw new VoiceError(operation, "sdk_not_installed", message, { cause: error });
  }
}
