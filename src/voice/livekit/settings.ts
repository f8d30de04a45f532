import type { VoiceLivekitConfig } from "../../../generated/voice/providers/livekit.config.js";
import { parseDuration } from "../../time/duration.js";
import type { AudioFormat } from "../audio.js";

export type LivekitConfig = VoiceLivekitConfig;

/** The server's address for requests; the SDK takes http and https only. */
export function requestUrl({ url }: LivekitConfig): string {
  return url.replace(/^ws/, "http").replace(/\/$/, "");
}

/** The server's address for those who join. */
export function joinUrl({ url }: LivekitConfig): string {
  return url.replace(/^http/, "ws").replace(/\/$/, "");
}

export function seconds(duration: string | undefined, byDefault: number): number {
  const milliseconds = duration === undefined ? undefined : parseDuration(duration);
  return milliseconds === undefined ? byDefault : milliseconds / 1000;
}

export function livekitFormat({ sample_rate }: LivekitConfig): AudioFormat {
  return { encoding: "pcm_s16le", sampleRate: sample_rate ?? 48_000 };
}
