import type { TransportEvent } from "../transport.js";
import { malformed, readBase64, readObject } from "../vendor-message.js";
import { VoiceError } from "../voice-error.js";
import type { CartesiaConfig } from "./settings.js";

const PROVIDER = "cartesia";

/** The first message of an agent session. */
export function sessionCreate(config: CartesiaConfig): object {
  return {
    type: "session_create",
    audio: {
      input_format: config.input_format ?? "pcm_16000",
      output_delivery: config.output_delivery ?? "speaking_pace",
    },
    ...(config.dynamic_variables !== undefined && { dynamic_variables: config.dynamic_variables }),
  };
}

export function audioInput(frame: Uint8Array): object {
  return { type: "audio_input", audio: Buffer.from(frame).toString("base64") };
}

/** The server's word that the session stands, with the call's id. */
export interface SessionReady {
  readonly type: "ready";
  readonly callId: string;
}

/**
 * What a message of the server means.
 *
 * @throws VoiceError `pipeline_error` for a malformed message and for a fatal error.
 */
export function readMessage(text: string): TransportEvent | SessionReady {
  const message = readObject(PROVIDER, text);
  switch (message.type) {
    case "session_ready":
      if (typeof message.call_id !== "string") throw malformed(PROVIDER, "a session without call_id");
      return { type: "ready", callId: message.call_id };
    case "audio_output":
      return { type: "audio", frame: readBase64(PROVIDER, message.audio) };
    case "audio_output_clear":
      return { type: "interruption" };
    case "turn_output_text_delta":
      return {
        type: "transcript",
        speaker: "agent",
        text: String(message.delta ?? message.text ?? ""),
        final: false,
      };
    case "error": {
      const said = `cartesia reported ${String(message.code ?? "an error")}: ${String(message.message ?? "no reason given")}`;
      if (message.fatal === true) throw new VoiceError("Session", "pipeline_error", said);
      return { type: "message", message };
    }
    default:
      return { type: "message", message };
  }
}
