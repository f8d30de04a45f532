import type { SttCartesiaConfig } from "../../../../generated/stt/providers/cartesia.config.js";
import type { AudioFormat } from "../../audio.js";
import type {
  SpeechToText,
  SpeechToTextProvider,
  StageOptions,
  TranscriptEvent,
  Transcription,
} from "../../pipeline/stages.js";
import { readObject } from "../../vendor-message.js";
import { VoiceError } from "../../voice-error.js";
import { VendorSocket } from "../../websocket/vendor-socket.js";
import { authHeaders, rawEncoding, socketUrl } from "../settings.js";

/** Cartesia's streaming transcription with turn detection. */
const cartesia: SpeechToTextProvider<SttCartesiaConfig> = {
  id: "cartesia",
  create: (config): SpeechToText => ({
    open: (format, options) => openTranscription(config, format, options),
  }),
};

export default cartesia;

async function openTranscription(
  config: SttCartesiaConfig,
  format: AudioFormat,
  { signal }: StageOptions,
): Promise<Transcription> {
  const { turn_start_threshold: start, turn_end_threshold: end, turn_end_timeout_ms: pause } = config;
  const url = socketUrl(config, "/stt/turns/websocket", {
    model: config.model ?? "ink-2",
    encoding: rawEncoding(format),
    sample_rate: String(format.sampleRate),
    ...(start !== undefined && { turn_start_threshold: String(start) }),
    ...(end !== undefined && { turn_end_threshold: String(end) }),
    ...(pause !== undefined && { turn_end_timeout_ms: String(pause) }),
  });
  const headers = authHeaders(config);
  const operation = "StartTranscription";
  const socket = await VendorSocket.connect({ provider: "cartesia stt", operation, url, headers, signal });
  return {
    events: transcriptEvents(socket),
    send: (frame) => socket.send(frame),
    async close() {
      if (!socket.messages.ended) await socket.send(JSON.stringify({ type: "close" })).catch(() => {});
      await socket.close();
    },
  };
}

async function* transcriptEvents(socket: VendorSocket): AsyncGenerator<TranscriptEvent, void, undefined> {
  for await (const message of socket.messages) {
    if (message.type === "binary") continue;
    const event = readObject("cartesia stt", message.text);
    switch (event.type) {
      case "turn.start":
        yield { type: "speech-started" };
        break;
      case "turn.update":
        yield { type: "partial", text: String(event.transcript ?? "") };
        break;
      case "turn.end":
        yield { type: "final", text: String(event.transcript ?? "") };
        break;
      case "error": {
        const said = String(event.message ?? event.title ?? "no reason given");
        throw new VoiceError("ProcessAudio", "pipeline_error", `cartesia stt failed: ${said}`);
      }
    }
  }
}
