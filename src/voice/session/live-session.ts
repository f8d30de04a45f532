import { AsyncQueue } from "../async-queue.js";
import type { AudioFormat, AudioFrame } from "../audio.js";
import { requireWholeSamples } from "../audio.js";
import type { VoiceSession, VoiceSessionEvent } from "../backend.js";
import { withDeadline } from "../deadline.js";
import type { PipelineSession, RunningPipeline } from "../pipeline/running-pipeline.js";
import type { JoinDetails, TransportEvent, TransportSession } from "../transport.js";
import { asVoiceError, VoiceError } from "../voice-error.js";
import { openInTime } from "./open-in-time.js";
import type { OngoingSession, SessionContext } from "./session-context.js";
import { SessionListeners } from "./session-listeners.js";

/** What the last steps of an end may take where the others have used up the time-out. */
const LAST_STEPS_MS = 1000;

/** A session on a transport: its states, its audio both ways, its end. */
export class LiveSession implements OngoingSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: string = new Date().toISOString();
  readonly #context: SessionContext;
  readonly #transport: TransportSession;
  /** Audio from the other side that the caller has not read; without a reader nothing is queued. */
  readonly #received: AsyncQueue<AudioFrame> = new AsyncQueue();
  readonly #listeners: SessionListeners;
  readonly #ended: AbortController = new AbortController();
  #metadata: Readonly<Record<string, unknown>>;
  #state: VoiceSession["state"] = "idle";
  #persistence: VoiceSession["persistence"] = "active";
  #started = false;
  #hasReader = false;
  #lastActivity = this.createdAt;
  /** Resolves when the session has been started, or has ended. */
  readonly #begun: Promise<void>;
  readonly #begin: () => void;
  #pipeline: RunningPipeline | undefined;
  #closing: Promise<void> | undefined;

  constructor(id: string, transport: TransportSession, context: SessionContext) {
    this.id = id;
    this.userId = context.userId;
    this.#transport = transport;
    this.#context = context;
    this.#listeners = new SessionListeners(context.onError);
    this.#metadata = Object.freeze({ ...context.metadata });
    let begin = (): void => {};
    this.#begun = new Promise((resolve) => {
      begin = resolve;
    });
    this.#begin = begin;
    void this.#read();
  }

  get remoteId(): string {
    return this.#transport.remoteId;
  }
  get state(): VoiceSession["state"] {
    return this.#state;
  }
  get persistence(): VoiceSession["persistence"] {
    return this.#persistence;
  }
  get metadata(): Readonly<Record<string, unknown>> {
    return this.#metadata;
  }
  get inputFormat(): AudioFormat {
    return this.#transport.input;
  }
  get outputFormat(): AudioFormat {
    return this.#transport.output;
  }
  get join(): JoinDetails | undefined {
    return this.#transport.join;
  }
  get lastActivity(): string {
    return this.#lastActivity;
  }

  async start(): Promise<void> {
    this.#requireOpen("Start");
    if (this.#started) {
      throw new VoiceError("Start", "session_already_active", `session '${this.id}' is active already`);
    }
    this.#started = true;
    try {
      await openInTime(this.#context, this.#pipelineSession(), (pipeline) => {
        this.#pipeline = pipeline;
      });
      // It may have ended in the meantime.
      this.#requireOpen("Start");
    } catch (error) {
      this.#started = false;
      throw asVoiceError("Start", error, "pipeline_error");
    }
    this.#setState("listening");
    this.#begin();
  }

  async sendAudio(frame: AudioFrame): Promise<void> {
    this.#requireOpen("SendAudio");
    requireWholeSamples("SendAudio", frame, this.inputFormat);
    if (frame.byteLength > 0) await this.#play(frame);
  }

  receiveAudio(): AsyncIterable<AudioFrame> {
    if (this.#hasReader) {
      throw new VoiceError(
        "ReceiveAudio",
        "session_already_active",
        `session '${this.id}' has a reader already`,
      );
    }
    this.#hasReader = true;
    return this.#received;
  }

  on<Type extends VoiceSessionEvent["type"]>(
    type: Type,
    listener: (event: Extract<VoiceSessionEvent, { type: Type }>) => void,
  ): () => void {
    return this.#listeners.add(type, listener);
  }

  async interrupt(): Promise<void> {
    this.#requireOpen("Interrupt");
    await this.#stopPlaying();
    await this.#pipeline?.interrupt();
    this.#listeners.emit({ type: "interruption" });
  }

  async updateMetadata(more: Readonly<Record<string, unknown>>): Promise<void> {
    this.#requireOpen("UpdateMetadata");
    this.#metadata = Object.freeze({ ...this.#metadata, ...more });
    await this.#context.onChange(this);
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #pipelineSession(): PipelineSession {
    return {
      sessionId: this.id,
      userId: this.userId,
      input: this.outputFormat,
      output: this.inputFormat,
      signal: this.#ended.signal,
      play: (frame) => this.#play(frame),
      stopPlaying: () => this.#stopPlaying(),
      onState: (state) => {
        if (this.#closing === undefined) this.#setState(state);
      },
      emit: (event) => this.#listeners.emit(event),
      fail: (error) => this.#fail(error),
    };
  }

  #fail(error: Error): void {
    this.#closing ??= this.#end(error);
  }

  async #play(frame: AudioFrame): Promise<void> {
    const { timeoutMs } = this.#context;
    await withDeadline({ operation: "SendAudio", timeoutMs, signal: this.#ended.signal }, () =>
      this.#transport.send(frame),
    );
    this.#context.onSent(frame.byteLength);
    this.#touch();
  }

  async #stopPlaying(): Promise<void> {
    await this.#transport.clear?.().catch((error) => this.#context.onError(error));
  }

  /** Takes what the transport tells, for as long as it tells something. */
  async #read(): Promise<void> {
    try {
      for await (const event of this.#transport.events) {
        if (this.#closing !== undefined) return;
        await this.#take(event);
      }
      this.#closing ??= this.#end();
    } catch (error) {
      this.#fail(asVoiceError("Session", error));
    }
  }

  async #take(event: TransportEvent): Promise<void> {
    if (event.type !== "audio") {
      this.#listeners.emit(event);
      return;
    }
    this.#context.onReceived(event.frame.byteLength);
    this.#touch();
    if (this.#context.openPipeline === undefined) {
      await this.#received.room();
      this.#received.push(event.frame);
      return;
    }
    // What is said before the pipeline stands is the beginning of the conversation: it waits, and the vendor with it.
    await this.#begun;
    await this.#pipeline?.hear(event.frame);
    if (!this.#hasReader) return;
    await this.#received.room();
    this.#received.push(event.frame);
  }

  /** Frees everything, at the latest after the time-out, whatever fails on the way. */
  async #end(error?: Error): Promise<void> {
    this.#ended.abort(new VoiceError("Session", "session_not_active", `session '${this.id}' has ended`));
    this.#begin();
    const { onEnd, shouldRetain, timeoutMs } = this.#context;
    const until = performance.now() + timeoutMs;
    await Promise.all([
      this.#step(timeoutMs, async () => this.#pipeline?.close()),
      this.#step(timeoutMs, (signal) => this.#transport.close(signal)),
    ]);
    const left = (): number => Math.max(until - performance.now(), LAST_STEPS_MS);
    const isKept = await this.#step(left(), () => shouldRetain(this));
    this.#persistence = isKept === true ? "active" : "completed";
    this.#setState(error === undefined ? "closed" : "error");
    if (error !== undefined) this.#listeners.emit({ type: "error", error });
    this.#received.end(error);
    await this.#step(left(), () => onEnd(this));
    this.#listeners.emit({ type: "closed", ...(error !== undefined && { error }) });
    this.#listeners.clear();
  }

  /** One step of the end; its failure is told, and stops no other step. */
  async #step<Result>(
    timeoutMs: number,
    action: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await withDeadline({ operation: "CloseSession", timeoutMs }, action);
    } catch (error) {
      this.#context.onError(error as Error);
      return undefined;
    }
  }

  #requireOpen(operation: string): void {
    if (this.#closing !== undefined) {
      throw new VoiceError(operation, "session_not_active", `session '${this.id}' has ended`);
    }
  }

  #setState(state: VoiceSession["state"]): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listeners.emit({ type: "state", state });
  }

  #touch(): void {
    this.#lastActivity = new Date().toISOString();
  }
}
