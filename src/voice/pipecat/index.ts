import type { VoiceBackendProvider } from "../backend.js";
import { defineVoiceBackend } from "../define-voice-backend.js";
import { PipecatTransport } from "./pipecat-transport.js";
import type { PipecatConfig } from "./settings.js";

/** Bots of a Pipecat runner or of Pipecat Cloud. */
const pipecat: VoiceBackendProvider<PipecatConfig> = defineVoiceBackend<PipecatConfig>({
  id: "pipecat",
  transport: (config) => new PipecatTransport(config),
});

export default pipecat;
