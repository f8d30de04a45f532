import { type WorkloadRuntime, workloadRuntimes } from "../../isolation/workload.js";
import { jsonAnswer } from "../http/answers.js";
import { HttpFailure } from "../http/http-failure.js";
import type { Route, RouteAnswer, RouteParameter } from "../http/route.js";
import type { ApiLimits } from "../limits.js";
import { workloadId } from "../openapi/workload-schemas.js";
import type { Submission, WorkloadEngine } from "../workload/workload-engine.js";
import { findImage, type ImageOptions, unpackImage } from "../workload/workload-images.js";
import type { WorkloadRecord } from "../workload/workload-record.js";
import {
  hashInput,
  readSource,
  type SubmittedSource,
  type WorkloadBody,
} from "../workload/workload-request.js";
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
const submissionAnswers = {
  429: { description: "Too much is waiting; try again later.", ...error },
  503: {
    description: "The backend that it would go to cannot run here, or the server is shutting down.",
    ...error,
  },
};

/** The routes that run workloads. */
export function workloadRoutes(
  engine: WorkloadEngine,
  store: WorkloadStore,
  images: ImageOptions,
  limits: ApiLimits,
): readonly Route[] {
  const body = { schema: "WorkloadRequest", limit: limits.bodyBytes };
  const submit = async (given: unknown): Promise<WorkloadRecord> =>
    await engine.submit(await readSubmission(given as WorkloadBody, images));
  return [
    {
      ...{ method: "post", path: "/v1/workloads", id: "runWorkload", tag: "workloads", body },
      summary: "Runs a workload and answers when it is over. It is ended when the client hangs up.",
      answers: { 200: { description: "How it ended.", ...workload }, ...submissionAnswers },
      async handle({ request, body: given }) {
        const { id } = await submit(given);
        const record = await engine.finished(id, request.signal);
        if (record === undefined) throw new HttpFailure(500, "failed to create workload");
        return jsonAnswer(record, 200, { location: `/v1/workloads/${id}` });
      },
    },
    {
      ...{ method: "post", path: "/v1/workloads/async", id: "submitWorkload", tag: "workloads", body },
      summary: "Takes a workload and answers at once.",
      answers: {
        202: { description: "It waits for its turn, or runs already.", ...workload },
        ...submissionAnswers,
      },
      async handle({ body: given }) {
        const record = await submit(given);
        return jsonAnswer(record, 202, { location: `/v1/workloads/${record.id}` });
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
      ],
      answers: { 200: { description: "A stretch of the list.", type: JSON_TYPE, schema: "WorkloadList" } },
      handle({ url }) {
        const limit = readWhole(url, "limit", 20, 1, 100);
        const offset = readWhole(url, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
        const { workloads, total } = store.list(limit, offset);
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

async function readSubmission(body: WorkloadBody, images: ImageOptions): Promise<Submission> {
  const { runtime, isolation = "", entry, args, env, input, network, resources = {} } = body;
  const { cpus, mem_mb, timeout_s } = resources;
  if (!(workloadRuntimes as readonly string[]).includes(runtime)) {
    const runtimes = workloadRuntimes.join(" ");
    throw new HttpFailure(
      400,
      `unsupported runtime ${JSON.stringify(runtime)}: must be one of [${runtimes}]`,
    );
  }
  const given = readSource(body);
  const { source, dispose } = await sourceOf(given, runtime, images);
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
    bytes: sizeOf(given) + (input === undefined ? 0 : JSON.stringify(input).length),
    dispose,
  };
}

async function sourceOf(
  given: SubmittedSource,
  runtime: string,
  images: ImageOptions,
): Promise<Pick<Submission, "dispose"> & Pick<Submission["workload"], "source">> {
  const nothing = async (): Promise<void> => {};
  if (given.kind === "image") {
    const { name, reference } = given;
    const { path, dispose } = await findImage(name, images);
    return { source: { kind: "image", path, ...(reference !== undefined && { reference }) }, dispose };
  }
  if (given.kind === "archive" && runtime === "oci") {
    const { path, dispose } = await unpackImage(given.archive, images);
    return { source: { kind: "image", path }, dispose };
  }
  return { source: given, dispose: nothing };
}

function sizeOf(source: SubmittedSource): number {
  if (source.kind === "code") return source.code.length;
  if (source.kind === "archive") return source.archive.length;
  return source.kind === "binary" ? source.binary.length : 0;
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
