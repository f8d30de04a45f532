import type { VoiceVocodeConfig } from "../../../generated/voice/providers/vocode.config.js";

export type VocodeConfig = VoiceVocodeConfig;
