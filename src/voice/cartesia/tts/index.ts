import { randomUUID } from "node:crypto";
import type { TtsCartesiaConfig } from "../../../../generated/tts/providers/cartesia.config.js";
import type { AudioFormat, AudioFrame } from "../../audio.js";
import type { Speaker, StageOptions, TextToSpeech, TextToSpeechProvider } from "../../pipeline/stages.js";
import { VendorSocket } from "../../websocket/vendor-socket.js";
import { authHeaders, rawEncoding, socketUrl } from "../settings.js";
import { SpeechSocket } from "./speech-socket.js";

/** Cartesia's streaming speech. */
const cartesia: TextToSpeechProvider<TtsCartesiaConfig> = {
  id: "cartesia",
  create: (config): TextToSpeech => ({ open: (format, options) => openSpeaker(config, format, options) }),
};

export default cartesia;

async function openSpeaker(
  config: TtsCartesiaConfig,
  format: AudioFormat,
  { signal }: StageOptions,
): Promise<Speaker> {
  const url = socketUrl(config, "/tts/websocket");
  const headers = authHeaders(config);
  const operation = "StartSpeech";
  const connect = async (ending: AbortSignal): Promise<SpeechSocket> => {
    const options = { provider: "cartesia tts", operation, url, headers, signal: ending };
    return new SpeechSocket(await VendorSocket.connect(options));
  };
  const request = speechRequest(config, format);
  let closed = false;
  let speech = await connect(signal);
  /** Cartesia closes a socket on which nothing has been said for some minutes: then another one is opened. */
  const connected = async (ending: AbortSignal): Promise<SpeechSocket> => {
    if (closed || !speech.isLost) return speech;
    await speech.close();
    const another = await connect(ending);
    if (closed) await another.close();
    speech = another;
    return speech;
  };
  return {
    async *speak(text, ending) {
      yield* speak(await connected(AbortSignal.any([signal, ending])), request, text, ending);
    },
    async close() {
      closed = true;
      await speech.close();
    },
  };
}

/** What every message of a context repeats. */
function speechRequest(config: TtsCartesiaConfig, format: AudioFormat): object {
  const { model, voice_id, language, max_buffer_delay_ms } = config;
  return {
    model_id: model ?? "sonic-3",
    voice: { mode: "id", id: voice_id },
    output_format: { container: "raw", encoding: rawEncoding(format), sample_rate: format.sampleRate },
    ...(language !== undefined && { language }),
    ...(max_buffer_delay_ms !== undefined && { max_buffer_delay_ms }),
  };
}

async function* speak(
  speech: SpeechSocket,
  request: object,
  text: string | AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<AudioFrame, void, undefined> {
  const contextId = randomUUID();
  const frames = speech.listen(contextId);
  const cancel = (): void => void speech.cancel(contextId);
  signal.addEventListener("abort", cancel, { once: true });
  // The texts are sent while the first audio is on its way already; a failure of theirs ends the audio.
  const sending = sendTexts(speech, { ...request, context_id: contextId }, text, signal).catch(
    async (error) => {
      frames.end(error);
      await speech.cancel(contextId);
    },
  );
  try {
    if (!signal.aborted) yield* frames;
  } finally {
    signal.removeEventListener("abort", cancel);
    await speech.cancel(contextId);
    await sending;
  }
}

async function sendTexts(
  speech: SpeechSocket,
  request: object,
  text: string | AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  if (typeof text === "string") {
    await speech.send({ ...request, transcript: text, continue: false });
    return;
  }
  for await (const piece of text) {
    if (signal.aborted) return;
    if (piece !== "") await speech.send({ ...request, transcript: piece, continue: true });
  }
  if (!signal.aborted) await speech.send({ ...request, transcript: "", continue: false });
}
