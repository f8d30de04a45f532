import type { VoiceBackendProvider } from "../backend.js";
import { defineVoiceBackend } from "../define-voice-backend.js";
import { LivekitTransport } from "./livekit-transport.js";
import type { LivekitConfig } from "./settings.js";

/** Rooms of a LiveKit server. */
const livekit: VoiceBackendProvider<LivekitConfig> = defineVoiceBackend<LivekitConfig>({
  id: "livekit",
  transport: (config, { timeoutMs }) => new LivekitTransport(config, timeoutMs),
});

export default livekit;
