import type { VoiceBackend, VoiceBackendOptions, VoiceBackendProvider } from "./backend.js";
import { ConnectedBackend } from "./connected-backend.js";
import { type VoiceSettings, voiceSettings } from "./settings.js";
import type { VoiceTransport } from "./transport.js";

/** A vendor by what differs from others: its transport. */
export interface VoiceBackendDefinition<Config> {
  /** The id under which the provider is registered. */
  readonly id: string;
  /** What is wrong with a config beyond what its schema can say, a sentence each. Default: nothing. */
  readonly validate?: (config: Config) => readonly string[];
  /** Makes the vendor's transport; loads and connects nothing yet. Retries and time-outs of the settings are applied around it. */
  readonly transport: (config: Config, settings: VoiceSettings) => VoiceTransport;
}

/** Makes a provider of kind `voice` from a transport: everything but the vendor's protocol is the same for all of them. */
export function defineVoiceBackend<Config>(
  definition: VoiceBackendDefinition<Config>,
): VoiceBackendProvider<Config> {
  const { id, validate, transport } = definition;
  return {
    id,
    ...(validate !== undefined && { validate }),
    create(config: Config, options: VoiceBackendOptions = {}): VoiceBackend {
      const settings = { ...voiceSettings(), ...options.settings };
      return new ConnectedBackend(id, transport(config, settings), { ...options, settings });
    },
  };
}
