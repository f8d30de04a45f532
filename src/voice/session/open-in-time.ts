import { withDeadline } from "../deadline.js";
import type { PipelineSession, RunningPipeline } from "../pipeline/running-pipeline.js";
import type { SessionContext } from "./session-context.js";

/**
 * Opens the context's pipeline, if it has one, within the time-out and hands it over at once, so that an end in the same
 * moment finds it; one that is there too late is closed again.
 */
export async function openInTime(
  { openPipeline, timeoutMs, onError }: SessionContext,
  session: PipelineSession,
  adopt: (pipeline: RunningPipeline) => void,
): Promise<void> {
  if (openPipeline === undefined) return;
  const tooLate = new AbortController();
  const ended = session.signal;
  const signal = AbortSignal.any([ended, tooLate.signal]);
  const deadline = { operation: "Start", code: "connection_timeout", timeoutMs, signal: ended } as const;
  await withDeadline(deadline, async (attempt) => {
    attempt.addEventListener("abort", () => tooLate.abort(attempt.reason), { once: true });
    const pipeline = await openPipeline(session, signal);
    if (!attempt.aborted) adopt(pipeline);
    else await pipeline.close().catch(onError);
  });
}
