import { jsonAnswer } from "../http/answers.js";
import { HttpFailure } from "../http/http-failure.js";
import type { Route } from "../http/route.js";
import type { ApiLimits } from "../limits.js";
import type { LogFollower, LogFollowers } from "../workload/log-followers.js";
import type { LogLine } from "../workload/log-line.js";
import type { WorkloadEngine } from "../workload/workload-engine.js";
import type { WorkloadStore } from "../workload/workload-store.js";
import { unknownWorkload, workloadParameter } from "./workload-routes.js";

/** Lines of one piece of a stream: the next ones are read when the client has taken these. */
const BATCH = 500;
/** After this long without a line a comment shows that the connection lives. */
const SILENCE_MS = 15_000;

/** The routes that show what workloads write. */
export function logRoutes(
  engine: WorkloadEngine,
  store: WorkloadStore,
  limits: ApiLimits,
  followers: LogFollowers,
): readonly Route[] {
  const requireWorkload = (id: string | undefined): string => {
    if (id !== undefined && engine.get(id) !== undefined) return id;
    throw new HttpFailure(404, "workload not found");
  };
  return [
    {
      ...{ method: "get", path: "/v1/workloads/{id}/logs", id: "followLog", tag: "workloads" },
      summary:
        "The log as server-sent events, from its first line to its end. The event `done` closes it; `stderr` and `notice` events are lines of these streams.",
      parameters: [
        workloadParameter,
        {
          ...{ name: "Last-Event-ID", in: "header", description: "The last line that the client has." },
          schema: { type: "string", pattern: "^[0-9]{1,15}$" },
        },
      ],
      answers: {
        200: { description: "Every line is an event whose id is its number.", type: "text/event-stream" },
        404: unknownWorkload,
        429: {
          ...{ description: "Too many logs are followed.", type: "application/json", schema: "Error" },
          headers: { "Retry-After": "Seconds." },
        },
      },
      handle({ request, parameters }) {
        const id = requireWorkload(parameters.id);
        const last = request.headers.get("last-event-id") ?? "0";
        if (!/^\d{1,15}$/.test(last))
          throw new HttpFailure(400, "Last-Event-ID must be the number of a line");
        const headers = {
          "content-type": "text/event-stream",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        };
        if (request.method === "HEAD") return new Response(null, { headers });
        const follower = followers.add();
        if (follower === undefined)
          throw new HttpFailure(429, "too many logs are followed", { "retry-after": "5" });
        const signal = AbortSignal.any([request.signal, follower.signal]);
        const events = logEvents(engine, store, id, Number(last), signal);
        return new Response(streamOf(events, follower), { headers });
      },
    },
    {
      ...{ method: "get", path: "/v1/workloads/{id}/logs/history", id: "getLog", tag: "workloads" },
      summary: "The log so far.",
      parameters: [workloadParameter],
      answers: {
        200: { description: "All lines.", type: "application/json", schema: "LogHistory" },
        404: unknownWorkload,
      },
      handle({ parameters }) {
        const id = requireWorkload(parameters.id);
        return jsonAnswer({ workload_id: id, lines: store.readLog(id, 0, limits.log.lines + 1) });
      },
    },
  ];
}

async function* logEvents(
  engine: WorkloadEngine,
  store: WorkloadStore,
  id: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let after = from;
  while (!signal.aborted) {
    // Asked before the lines are read: the last of them are written before a workload is over.
    const active = engine.isActive(id);
    const lines = store.readLog(id, after, BATCH);
    after = lines.at(-1)?.seq ?? after;
    if (lines.length > 0) {
      yield lines.map(eventOf).join("");
    } else if (!active) {
      yield "event: done\ndata: stream complete\n\n";
      return;
    } else {
      const started = performance.now();
      await engine.logChanged(id, SILENCE_MS, signal);
      if (performance.now() - started >= SILENCE_MS) yield ": still running\n\n";
    }
  }
}

function eventOf({ seq, stream, line }: LogLine): string {
  const name = stream === "stdout" ? "" : `event: ${stream}\n`;
  // A carriage return would end the line of the event.
  const data = line.split("\r").map((part) => `data: ${part}\n`);
  return `id: ${seq}\n${name}${data.join("")}\n`;
}

function streamOf(events: AsyncGenerator<string>, follower: LogFollower): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await events.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        follower.leave();
        controller.close();
      },
      cancel: () => follower.leave(),
    },
    { highWaterMark: 1 },
  );
}
