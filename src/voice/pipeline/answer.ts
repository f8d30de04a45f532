import { formatDuration } from "../../time/duration.js";
import type { AudioFrame } from "../audio.js";
import { VoiceError } from "../voice-error.js";
import type { PipelineTimings, VoiceAgent } from "./agent.js";
import type { PipelineOptions, PipelineSession } from "./running-pipeline.js";
import type { Speaker } from "./stages.js";

/** What one answer needs. */
export interface AnswerContext extends PipelineOptions {
  readonly session: PipelineSession;
  readonly agent: VoiceAgent;
  readonly speaker: Speaker;
  /** When the person finished speaking, by `now`. */
  readonly finishedAt: number;
  /** Aborted when the person interrupts. */
  readonly signal: AbortSignal;
}

/** Asks the agent and speaks its reply, piece by piece as it comes; an abort ends it without an error. */
export async function answer(transcript: string, context: AnswerContext): Promise<void> {
  const {
    session,
    agent,
    speaker,
    signal,
    finishedAt,
    latencyTargetMs,
    now = () => performance.now(),
  } = context;
  const transcribed = now() - finishedAt;
  const said: string[] = [];
  let answered: number | undefined;
  let spoken: number | undefined;
  session.onState("processing");
  try {
    const reply = replyOf(agent, transcript, context, (piece) => {
      answered ??= now() - finishedAt;
      said.push(piece);
    });
    for await (const frame of untilAborted(speaker.speak(reply, signal), signal)) {
      if (spoken === undefined) {
        spoken = now() - finishedAt;
        session.onState("speaking");
      }
      await session.play(frame);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const text = said.join("").trim();
  if (text !== "") session.emit({ type: "transcript", speaker: "agent", text, final: !signal.aborted });
  if (spoken !== undefined) {
    const timings: PipelineTimings = {
      transcribed,
      ...(answered !== undefined && { answered }),
      spoken,
      late: spoken > latencyTargetMs,
    };
    session.emit({ type: "timings", timings });
  }
  if (!session.signal.aborted) session.onState("listening");
}

/** What a stage gives until the signal says that nobody listens any more, also when the stage does not look at the signal. */
async function* untilAborted(
  frames: AsyncIterable<AudioFrame>,
  signal: AbortSignal,
): AsyncGenerator<AudioFrame, void, undefined> {
  const iterator = frames[Symbol.asyncIterator]();
  let abort = (): void => {};
  const aborted = new Promise<IteratorResult<AudioFrame>>((resolve) => {
    abort = () => resolve({ value: undefined, done: true });
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    while (!signal.aborted) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    // Not awaited: a stage that hangs must not keep the session from going on.
    void iterator.return?.()?.catch(() => {});
  }
}

/** The agent's reply in pieces; each has to come within the time-out. */
async function* replyOf(
  agent: VoiceAgent,
  transcript: string,
  { session, signal, timeoutMs }: AnswerContext,
  onPiece: (piece: string) => void,
): AsyncGenerator<string> {
  const { sessionId, userId } = session;
  const reply = await guarded(
    async () => agent(transcript, { sessionId, userId, signal }),
    signal,
    timeoutMs,
  );
  if (typeof reply === "string") {
    onPiece(reply);
    yield reply;
    return;
  }
  const pieces = reply[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await guarded(() => pieces.next(), signal, timeoutMs);
      if (next.done) return;
      onPiece(next.value);
      yield next.value;
    }
  } finally {
    // Not awaited: an agent that hangs must not keep the session from going on.
    void pieces.return?.()?.catch(() => {});
  }
}

async function guarded<Value>(
  action: () => Promise<Value>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  let abort = (): void => {};
  const ended = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    timer = setTimeout(
      () =>
        reject(
          new VoiceError(
            "ProcessAudio",
            "timeout",
            `the agent gave no reply within ${formatDuration(timeoutMs)}`,
          ),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([action(), ended]);
  } catch (error) {
    if (signal.aborted || VoiceError.isInstance(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new VoiceError("ProcessAudio", "agent_error", `the agent failed: ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
