import { VoiceError } from "./voice-error.js";

/**
 * Reads a vendor's message, a JSON object.
 *
 * @throws VoiceError `pipeline_error`.
 */
export function readObject(provider: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === "object" && message !== null && !Array.isArray(message)) {
      return message as Record<string, unknown>;
    }
  } catch {
    // Told below.
  }
  throw malformed(provider, "a message that is no JSON object");
}

/** Reads base64 strictly: what Node skips silently would be lost audio. */
export function readBase64(provider: string, data: unknown): Uint8Array {
  if (typeof data === "string" && data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data)) {
    return Buffer.from(data, "base64");
  }
  throw malformed(provider, "audio that is not base64");
}

/** The failure of a session whose vendor sends what its protocol does not know. */
export function malformed(provider: string, what: string, cause?: unknown): VoiceError {
  const options = cause === undefined ? {} : { cause };
  return new VoiceError("Session", "pipeline_error", `${provider} sent ${what}`, options);
}
