import type { VoiceBackendProvider } from "../backend.js";
import { defineVoiceBackend } from "../define-voice-backend.js";
import { AgentTransport } from "./agent-transport.js";
import type { CartesiaConfig } from "./settings.js";

/** Managed agents of Cartesia. */
const cartesia: VoiceBackendProvider<CartesiaConfig> = defineVoiceBackend<CartesiaConfig>({
  id: "cartesia",
  transport: (config) => new AgentTransport(config),
});

export default cartesia;
