import type { AudioFrame } from "../audio.js";
import { asVoiceError, VoiceError } from "../voice-error.js";
import type { VoiceAgent } from "./agent.js";
import { answer } from "./answer.js";
import type { PipelineOptions, PipelineSession, RunningPipeline } from "./running-pipeline.js";
import type { Speaker, SpeechToText, TextToSpeech, Transcription } from "./stages.js";

export interface SttTtsStages {
  readonly stt: SpeechToText;
  readonly tts: TextToSpeech;
  readonly agent: VoiceAgent;
}

/** Transcribes what is heard, asks the agent, speaks its reply. Speech during the reply ends the reply. */
export async function openSttTtsPipeline(
  { stt, tts, agent }: SttTtsStages,
  session: PipelineSession,
  options: PipelineOptions,
  signal: AbortSignal,
): Promise<RunningPipeline> {
  const failed = new AbortController();
  const stageOptions = { signal: AbortSignal.any([signal, failed.signal]) };
  const [transcription, speaker] = await bothOrNone(
    async () => stt.open(session.input, stageOptions),
    async () => tts.open(session.output, stageOptions),
    () => failed.abort(),
  );
  return new SttTtsPipeline(transcription, speaker, agent, session, options);
}

/** Opens two things at once; when one fails, the other is given up, or closed. */
async function bothOrNone<A extends Closable, B extends Closable>(
  openFirst: () => Promise<A>,
  openSecond: () => Promise<B>,
  giveUp: () => void,
): Promise<[A, B]> {
  const [first, second] = [openFirst(), openSecond()];
  try {
    return await Promise.all([first, second]);
  } catch (error) {
    giveUp();
    for (const outcome of await Promise.allSettled([first, second])) {
      if (outcome.status === "fulfilled") await outcome.value.close();
    }
    throw error;
  }
}

interface Closable {
  close(): Promise<void>;
}

class SttTtsPipeline implements RunningPipeline {
  readonly #transcription: Transcription;
  readonly #speaker: Speaker;
  readonly #agent: VoiceAgent;
  readonly #session: PipelineSession;
  readonly #options: PipelineOptions;
  /** The answer that is being given; a new one waits for the end of the old. */
  #current: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  #closed = false;
  readonly #listening: Promise<void>;

  constructor(
    transcription: Transcription,
    speaker: Speaker,
    agent: VoiceAgent,
    session: PipelineSession,
    options: PipelineOptions,
  ) {
    this.#transcription = transcription;
    this.#speaker = speaker;
    this.#agent = agent;
    this.#session = session;
    this.#options = options;
    this.#listening = this.#listen();
  }

  async hear(frame: AudioFrame): Promise<void> {
    if (this.#closed) return;
    // A connection that broke shows in the events too, with its reason.
    await this.#transcription.send(frame).catch((error) => setImmediate(() => this.#lose(error)));
  }

  async interrupt(): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    current.controller.abort();
    await this.#session.stopPlaying();
    await current.done;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#current?.controller.abort();
    await Promise.all([this.#transcription.close(), this.#speaker.close()]);
    await this.#listening;
    await this.#current?.done;
  }

  async #listen(): Promise<void> {
    const { now = () => performance.now() } = this.#options;
    try {
      for await (const event of this.#transcription.events) {
        if (event.type === "speech-started") {
          if (this.#current !== undefined) {
            await this.interrupt();
            this.#session.emit({ type: "interruption" });
          }
        } else {
          const final = event.type === "final";
          this.#session.emit({ type: "transcript", speaker: "user", text: event.text, final });
          if (final && event.text.trim() !== "") await this.#answer(event.text, now());
        }
      }
      this.#lose(new VoiceError("ProcessAudio", "pipeline_error", "the speech-to-text stage has ended"));
    } catch (error) {
      this.#lose(error);
    }
  }

  async #answer(transcript: string, finishedAt: number): Promise<void> {
    await this.interrupt();
    if (this.#closed) return;
    const controller = new AbortController();
    const done = answer(transcript, {
      ...this.#options,
      session: this.#session,
      agent: this.#agent,
      speaker: this.#speaker,
      finishedAt,
      signal: controller.signal,
    })
      .catch((error) => this.#fail(error))
      .finally(() => {
        if (this.#current?.controller === controller) this.#current = undefined;
      });
    this.#current = { controller, done };
  }

  /** One answer has failed; the next may be given. */
  #fail(error: unknown): void {
    if (this.#closed || this.#session.signal.aborted) return;
    this.#session.emit({ type: "error", error: asVoiceError("ProcessAudio", error, "pipeline_error") });
    this.#session.onState("error");
  }

  /** Nobody transcribes any more: the session cannot go on. */
  #lose(error: unknown): void {
    if (this.#closed || this.#session.signal.aborted) return;
    this.#session.fail(asVoiceError("ProcessAudio", error, "pipeline_error"));
  }
}
