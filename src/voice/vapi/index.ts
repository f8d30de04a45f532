import type { VoiceBackendProvider } from "../backend.js";
import { defineVoiceBackend } from "../define-voice-backend.js";
import { type VapiConfig, vapiProblems } from "./settings.js";
import { VapiTransport } from "./vapi-transport.js";

/** Assistants of Vapi. */
const vapi: VoiceBackendProvider<VapiConfig> = defineVoiceBackend<VapiConfig>({
  id: "vapi",
  validate: vapiProblems,
  transport: (config) => new VapiTransport(config),
});

export default vapi;
