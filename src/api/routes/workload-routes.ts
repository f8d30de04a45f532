import { type WorkloadRuntime, workloadRuntimes } from "../../isolation/workload.js";
import { jsonAnswer } from "../http/answers.js";
import { HttpFailure } from "../http/http-failure.js";
import type { Route, RouteAnswer, RouteParameter, RouteRequest } from "../http/route.js";
import type { ApiLimits } from "../limits.js";
import { workloadId } from "../openapi/workload-schemas.js";
import { findImage } from "../workload/find-image.js";
import type { Uploads } from "../workload/uploads.js";
import type { Submission, WorkloadEngine } from "../workload/workload-engine.js";
import {
  isFinal,
  type RecordStatus,
  recordStatuses,
  type WorkloadRecord,
} from "../workload/workload-record.js";
import { hashInput, readSource, type WorkloadBody } from "../workload/workload-request.js";
import type { WorkloadStore } from "../workload/workload-store.js";

const JSON_TYPE = "application/json";
const workload = { type: JSON_TYPE, schema: "Workload" };
const error = { type: JSON_TYPE, schema: "Error" };
export const workloadParameter: RouteParameter = {
  name: "id",
  in: "path",
  description: "The id of a workload.",
  schema: workloadId,
};
export const unknownWorkload: RouteAnswer = { description: "There is no such workload.", ...error };
const retry = { "Retry-After": "Seconds." };
const location = { Location: "Of the workload, relative to the request." };
const submissionAnswers = {
  429: { description: "Too much is waiting; try again later.", headers: retry, ...error },
  503: {
    description: "The backend that it would go to cannot run here, or the server is shutting down.",
    ...error,
  },
};

/** Where images come from. */
export interface ImageSources {
  /** The folder of those that can be named. */
  readonly folder?: string;
  readonly uploads: Uploads;
}

/** The routes that run workloads. */
export function workloadRoutes(
  engine: WorkloadEngine,
  store: WorkloadStore,
  images: ImageSources,
  limits: ApiLimits,
): readonly Route[] {
  const body = { schema: "WorkloadRequest", limit: limits.bodyBytes };
  const submit = async ({ body: given, bodyBytes }: RouteRequest): Promise<WorkloadRecord> =>
    await engine.submit(await readSubmission(given as WorkloadBody, bodyBytes, images));
  return [
    {
      ...{ method: "post", path: "/v1/workloads", id: "runWorkload", tag: "workloads", body },
      summary: "Runs a workload and answers when it is over. It is ended when the client hangs up.",
      answers: {
        200: { description: "How it ended.", headers: location, ...workload },
        ...submissionAnswers,
      },
      failure: "failed to create workload",
      async handle(given) {
        const { id } = await submit(given);
        const record = await engine.finished(id, given.request.signal);
        // How it ended could not be written down.
        if (record === undefined || !isFinal(record.status)) {
          throw new HttpFailure(500, "failed to create workload");
        }
        return jsonAnswer(record, 200, { location: `workloads/${id}` });
      },
    },
    {
      ...{ method: "post", path: "/v1/workloads/async", id: "submitWorkload", tag: "workloads", body },
      summary: "Takes a workload and answers at once.",
      answers: {
        202: { description: "It waits for its turn, or runs already.", headers: location, ...workload },
        ...submissionAnswers,
      },
      failure: "failed to submit workload",
      async handle(given) {
        const record = await submit(given);
        return jsonAnswer(record, 202, { location: record.id });
      },
    },
    {
      ...{ method: "get", path: "/v1/workloads", id: "listWorkloads", tag: "workloads" },
      summary: "The workloads, newest first, without their output.",
      parameters: [
        {
          ...{ name: "limit", in: "query", description: "How many at most. Default: 20." },
          schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
        },
        {
          ...{ name: "offset", in: "query", description: "How many to leave out. Default: 0." },
          schema: { type: "integer", minimum: 0, default: 0 },
        },
        {
          ...{ name: "status", in: "query", description: "Only those with this status. Default: all." },
          schema: { enum: [...recordStatuses] },
        },
      ],
      answers: { 200: { description: "A stretch of the list.", type: JSON_TYPE, schema: "WorkloadList" } },
      failure: "failed to list workloads",
      handle({ url }) {
        const limit = readWhole(url, "limit", 20, 1, 100);
        const offset = readWhole(url, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
        const { workloads, total } = store.list(limit, offset, readStatus(url));
        return jsonAnswer({ workloads, total, limit, offset });
      },
    },
    {
      ...{ method: "get", path: "/v1/workloads/{id}", id: "getWorkload", tag: "workloads" },
      summary: "A workload.",
      parameters: [workloadParameter],
      answers: { 200: { description: "Its record.", ...workload }, 404: unknownWorkload },
      handle({ parameters }) {
        const record = engine.get(parameters.id ?? "");
        if (record === undefined) throw new HttpFailure(404, "workload not found");
        return jsonAnswer(record);
      },
    },
    {
      ...{ method: "delete", path: "/v1/workloads/{id}", id: "killWorkload", tag: "workloads" },
      summary: "Ends a workload and answers when it is gone.",
      parameters: [workloadParameter],
      answers: {
        200: { description: "It has been killed.", ...workload },
        202: { description: "It has been told to end, and has not ended yet.", ...workload },
        404: unknownWorkload,
        409: { description: "It is over already.", ...error },
      },
      async handle({ parameters }) {
        const record = await engine.kill(parameters.id ?? "");
        return jsonAnswer(record, record.status === "killed" ? 200 : 202);
      },
    },
  ];
}

async function readSubmission(body: WorkloadBody, bytes: number, images: ImageSources): Promise<Submission> {
  const { runtime, isolation = "", entry, args, env, input, network, resources = {} } = body;
  const { cpus, mem_mb, timeout_s } = resources;
  if (!(workloadRuntimes as readonly string[]).includes(runtime)) {
    const runtimes = workloadRuntimes.join(" ");
    throw new HttpFailure(
      400,
      `unsupported runtime ${JSON.stringify(runtime)}: must be one of [${runtimes}]`,
    );
  }
  const { source, dispose } = await sourceOf(body, images);
  return {
    isolation,
    workload: {
      runtime: runtime as WorkloadRuntime,
      source,
      ...(entry !== undefined && { entry }),
      ...(args !== undefined && { args }),
      ...(env !== undefined && { env }),
      ...(Object.hasOwn(body, "input") && { input }),
      ...(network !== undefined && { network }),
      limits: {
        ...(cpus !== undefined && { cpus }),
        ...(mem_mb !== undefined && { memoryMb: mem_mb }),
        ...(timeout_s !== undefined && { timeoutSeconds: timeout_s }),
      },
    },
    record: {
      ...(Object.hasOwn(body, "input") && { input_hash: hashInput(input) }),
      ...(cpus !== undefined && { cpu_limit: cpus }),
      ...(mem_mb !== undefined && { mem_limit: mem_mb }),
      ...(timeout_s !== undefined && { timeout_s }),
    },
    bytes,
    dispose,
  };
}

async function sourceOf(
  body: WorkloadBody,
  { folder, uploads }: ImageSources,
): Promise<Pick<Submission, "dispose"> & Pick<Submission["workload"], "source">> {
  const nothing = async (): Promise<void> => {};
  const given = readSource(body);
  if (given.kind === "image") {
    const { name, reference } = given;
    const path = await findImage(name, folder);
    const source = { kind: "image", path, ...(reference !== undefined && { reference }) } as const;
    return { source, dispose: nothing };
  }
  if (given.kind === "archive" && body.runtime === "oci") {
    const { path, dispose } = await uploads.keep(given.archive);
    return { source: { kind: "image", path }, dispose };
  }
  return { source: given, dispose: nothing };
}

function readStatus(url: URL): RecordStatus | undefined {
  const text = url.searchParams.get("status");
  if (text === null) return undefined;
  const found = recordStatuses.find((status) => status === text);
  if (found !== undefined) return found;
  throw new HttpFailure(400, `status must be one of [${recordStatuses.join(" ")}]`);
}

function readWhole(url: URL, name: string, fallback: number, minimum: number, maximum: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  const range =
    maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new HttpFailure(400, `${name} must be a whole number ${range}`);
}
