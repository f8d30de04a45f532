import type { VoiceCartesiaConfig } from "../../../generated/voice/providers/cartesia.config.js";
import type { AudioFormat } from "../audio.js";

export type CartesiaConfig = VoiceCartesiaConfig;

/** What agents and stages alike need to reach Cartesia. */
export interface CartesiaAccount {
  readonly api_key: string;
  readonly api_url?: string;
  readonly api_version?: string;
}

const DEFAULT_URL = "https://api.cartesia.ai";

/** The version of the API that this provider was written for. */
const DEFAULT_VERSION = "2026-08-14";

export function apiUrl({ api_url }: CartesiaAccount): string {
  return (api_url ?? DEFAULT_URL).replace(/\/+$/, "");
}

function apiVersion({ api_version }: CartesiaAccount): string {
  return api_version ?? DEFAULT_VERSION;
}

/** The URL of a WebSocket of the API; the version goes into it, since not every endpoint reads the header. */
export function socketUrl(
  account: CartesiaAccount,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(apiUrl(account).replace(/^http/, "ws") + path);
  url.searchParams.set("cartesia_version", apiVersion(account));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The key goes into a header, never into a URL. */
export function authHeaders(account: CartesiaAccount): Readonly<Record<string, string>> {
  return { "x-api-key": account.api_key, "cartesia-version": apiVersion(account) };
}

export function agentFormat({ input_format }: CartesiaConfig): AudioFormat {
  switch (input_format ?? "pcm_16000") {
    case "mulaw_8000":
      return { encoding: "mulaw", sampleRate: 8_000 };
    case "pcm_24000":
      return { encoding: "pcm_s16le", sampleRate: 24_000 };
    case "pcm_44100":
      return { encoding: "pcm_s16le", sampleRate: 44_100 };
    default:
      return { encoding: "pcm_s16le", sampleRate: 16_000 };
  }
}

/** The name of an encoding in Cartesia's speech APIs. */
export function rawEncoding({ encoding }: AudioFormat): "pcm_s16le" | "pcm_mulaw" {
  return encoding === "mulaw" ? "pcm_mulaw" : "pcm_s16le";
}
