import type { VoiceBackendProvider } from "../backend.js";
import { defineVoiceBackend } from "../define-voice-backend.js";
import { ConversationTransport } from "./conversation-transport.js";
import { PhoneTransport } from "./phone-transport.js";
import type { VocodeConfig } from "./settings.js";

/** A Vocode server, or phone calls of its hosted service. */
const vocode: VoiceBackendProvider<VocodeConfig> = defineVoiceBackend<VocodeConfig>({
  id: "vocode",
  transport: (config) =>
    config.phone === undefined ? new ConversationTransport(config) : new PhoneTransport(config, config.phone),
});

export default vocode;
