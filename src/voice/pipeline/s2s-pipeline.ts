import { AsyncQueue } from "../async-queue.js";
import type { AudioFrame } from "../audio.js";
import { asVoiceError, VoiceError } from "../voice-error.js";
import type { PipelineOptions, PipelineSession, RunningPipeline } from "./running-pipeline.js";
import type { Conversation, SpeechToSpeech } from "./stages.js";

/** Gives what is heard to a speech-to-speech model and plays what it says. */
export async function openS2sPipeline(
  s2s: SpeechToSpeech,
  session: PipelineSession,
  options: PipelineOptions,
  signal: AbortSignal,
): Promise<RunningPipeline> {
  return new S2sPipeline(await s2s.open(session.input, session.output, { signal }), session, options);
}

class S2sPipeline implements RunningPipeline {
  readonly #conversation: Conversation;
  readonly #session: PipelineSession;
  readonly #options: PipelineOptions;
  /**
   * What is still to be played, and where an answer ends. Models speak faster than real time: if the reading of their events waited
   * for the playing, an interruption would be read after the answer that it interrupts. So this is not limited.
   */
  readonly #playback: AsyncQueue<AudioFrame | "answer-ended"> = new AsyncQueue({
    highWaterMark: Number.POSITIVE_INFINITY,
  });
  /** True from an interruption to the next time that the person has finished: audio in between belongs to the old answer. */
  #muted = false;
  #finishedAt: number | undefined;
  #closed = false;
  readonly #work: Promise<unknown>;

  constructor(conversation: Conversation, session: PipelineSession, options: PipelineOptions) {
    this.#conversation = conversation;
    this.#session = session;
    this.#options = options;
    this.#work = Promise.all([this.#listen(), this.#play()]);
  }

  async hear(frame: AudioFrame): Promise<void> {
    if (this.#closed) return;
    // A connection that broke shows in the events too, with its reason.
    await this.#conversation.send(frame).catch((error) => setImmediate(() => this.#fail(error)));
  }

  async interrupt(): Promise<void> {
    this.#muted = true;
    this.#playback.clear();
    await this.#session.stopPlaying();
    await this.#conversation.interrupt?.();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#playback.end();
    this.#playback.clear();
    await this.#conversation.close();
    await this.#work;
  }

  async #listen(): Promise<void> {
    const { now = () => performance.now() } = this.#options;
    const { emit, onState } = this.#session;
    try {
      for await (const event of this.#conversation.events) {
        switch (event.type) {
          case "speech-started":
            await this.interrupt();
            emit({ type: "interruption" });
            onState("listening");
            break;
          case "speech-ended":
            this.#muted = false;
            this.#finishedAt = now();
            onState("processing");
            break;
          case "transcript":
            emit({ type: "transcript", speaker: event.speaker, text: event.text, final: true });
            break;
          case "answer-ended":
            if (!this.#muted) this.#playback.push("answer-ended");
            break;
          case "audio":
            if (!this.#muted) this.#say(event.frame, now());
            break;
        }
      }
      this.#fail(new VoiceError("ProcessAudio", "pipeline_error", "the speech-to-speech stage has ended"));
    } catch (error) {
      this.#fail(error);
    }
  }

  #say(frame: AudioFrame, at: number): void {
    if (this.#finishedAt !== undefined) {
      const spoken = at - this.#finishedAt;
      const late = spoken > this.#options.latencyTargetMs;
      this.#finishedAt = undefined;
      this.#session.emit({ type: "timings", timings: { spoken, late } });
    }
    this.#playback.push(frame);
  }

  async #play(): Promise<void> {
    try {
      for await (const item of this.#playback) {
        this.#session.onState(item === "answer-ended" ? "listening" : "speaking");
        if (item !== "answer-ended") await this.#session.play(item);
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Without the model the session cannot go on. */
  #fail(error: unknown): void {
    if (this.#closed || this.#session.signal.aborted) return;
    this.#session.fail(asVoiceError("ProcessAudio", error, "pipeline_error"));
  }
}
