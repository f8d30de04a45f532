import type { VoicePipecatConfig } from "../../../generated/voice/providers/pipecat.config.js";
import type { AudioFormat } from "../audio.js";

export type PipecatConfig = VoicePipecatConfig;

/** Where the bot is started, asked about and ended. */
export interface PipecatEndpoints {
  readonly start: string;
  readonly health: string;
  /** Ends a session; absent on a runner of one's own, where closing the socket does. */
  readonly session?: (id: string) => string;
  /** Header values for `start`, and for the others. */
  readonly startKey?: string;
  readonly privateKey?: string;
}

const RUNNER = "http://localhost:7860";
const CLOUD = "https://api.pipecat.daily.co";

export function pipecatEndpoints(config: PipecatConfig): PipecatEndpoints {
  const { agent_name, api_key, private_api_key } = config;
  const base = (config.url ?? (agent_name === undefined ? RUNNER : CLOUD)).replace(/\/+$/, "");
  const keys = {
    ...(api_key !== undefined && { startKey: api_key }),
    ...(private_api_key !== undefined && { privateKey: private_api_key }),
  };
  if (agent_name === undefined) {
    return { start: base + (config.start_path ?? "/start"), health: `${base}/status`, ...keys };
  }
  const agent = encodeURIComponent(agent_name);
  return {
    start: `${base}/v1/public/${agent}/start`,
    health: `${base}/v1/agents/${agent}`,
    session: (id) => `${base}/v1/agents/${agent}/sessions/${encodeURIComponent(id)}`,
    ...keys,
  };
}

export function inputFormat({ input_sample_rate }: PipecatConfig): AudioFormat {
  return { encoding: "pcm_s16le", sampleRate: input_sample_rate ?? 16_000 };
}

export function outputFormat({ output_sample_rate }: PipecatConfig): AudioFormat {
  return { encoding: "pcm_s16le", sampleRate: output_sample_rate ?? 24_000 };
}
