import type { JsonSchemaObject } from "../../contract/json-schema.js";
import { workloadRuntimes } from "../../isolation/workload.js";
import { logStreams } from "../workload/log-line.js";
import { recordStatuses } from "../workload/workload-record.js";

const time: JsonSchemaObject = { type: "string", format: "date-time" };
const count: JsonSchemaObject = { type: "integer", minimum: 0 };
export const workloadId: JsonSchemaObject = { type: "string", pattern: "^[0-9A-HJKMNP-TV-Z]{26}$" };

/** What can be asked to be run. */
const workloadRequestSchema: JsonSchemaObject = {
  title: "Workload request",
  description: "A program and what it is run with. It has one source: code, code_archive, binary or image.",
  type: "object",
  required: ["runtime"],
  additionalProperties: false,
  properties: {
    runtime: {
      type: "string",
      description: `What the program is written for: ${workloadRuntimes.join(", ")}.`,
      examples: [...workloadRuntimes],
    },
    isolation: {
      type: "string",
      description:
        "A backend, or `auto`: the one that the routing picks for the runtime. Default: the server's, `auto`.",
    },
    code: { type: "string", description: "The text of a module or script." },
    language: {
      enum: ["javascript", "typescript"],
      description: "What `code` is written in. Default: javascript.",
    },
    code_archive: {
      type: "string",
      contentEncoding: "base64",
      description: "A gzipped tar archive of the program's files; for the runtime `oci` of an OCI image.",
    },
    binary: {
      type: "string",
      contentEncoding: "base64",
      description: "An executable that needs nothing else, or a WebAssembly module.",
    },
    image: {
      type: "string",
      minLength: 1,
      description: "An OCI image in the server's folder of images, by its name there.",
    },
    reference: { type: "string", minLength: 1, description: "Which image of several in an archive." },
    entry: { type: "string", minLength: 1, description: "Where the program starts." },
    args: { type: "array", items: { type: "string" }, description: "Its arguments." },
    env: {
      type: "object",
      additionalProperties: { type: "string" },
      description: "Its environment; nothing of the server's gets in.",
    },
    input: {
      description: "Its input, any JSON: the argument of a module's function, the standard input of others.",
    },
    network: { enum: ["none", "outbound"], description: "What it reaches. Default: none." },
    resources: {
      type: "object",
      additionalProperties: false,
      description: "What it may use, within what the backend's config allows.",
      properties: {
        cpus: { type: "number", exclusiveMinimum: 0, description: "Cores." },
        mem_mb: { type: "integer", minimum: 1, description: "Memory in MiB." },
        timeout_s: { type: "number", exclusiveMinimum: 0, description: "Seconds from the start of the run." },
      },
    },
  },
};

export const workloadSchemas: { readonly [name: string]: JsonSchemaObject } = {
  WorkloadRequest: workloadRequestSchema,
  Workload: {
    title: "Workload",
    description: "What is known of a workload. Absent fields have no value yet, or none at all.",
    type: "object",
    required: ["id", "status", "isolation", "isolation_used", "runtime", "node_id", "created_at"],
    additionalProperties: false,
    properties: {
      id: { ...workloadId, description: "A ULID." },
      status: {
        enum: [...recordStatuses],
        description:
          "pending → running → completed, failed or killed. A program that ends with another exit code than 0 has completed.",
      },
      isolation: { type: "string", description: "As asked for." },
      isolation_used: { type: "string", description: "The backend that it was given to." },
      runtime: { type: "string" },
      node_id: { type: "string", description: "The server." },
      input_hash: { type: "string", pattern: "^[0-9a-f]{64}$", description: "SHA-256 of the input as JSON." },
      output: {
        type: "string",
        contentEncoding: "base64",
        description:
          "What a module returned, as JSON; of others the standard output. In base64. Not in lists.",
      },
      exit_code: { type: "integer" },
      reason: { type: "string", description: "Why it did not complete, in a word." },
      error: { type: "string", description: "Why it did not complete, in a line." },
      cpu_limit: { type: "number" },
      mem_limit: { type: "number" },
      timeout_s: { type: "number" },
      duration_ms: count,
      created_at: time,
      started_at: time,
      finished_at: time,
    },
  },
  WorkloadList: {
    title: "Workloads",
    description: "A stretch of the list, newest first.",
    type: "object",
    required: ["workloads", "total", "limit", "offset"],
    additionalProperties: false,
    properties: {
      workloads: { type: "array", items: { $ref: "#/components/schemas/Workload" } },
      total: count,
      limit: { type: "integer", minimum: 1, maximum: 100 },
      offset: count,
    },
  },
  LogHistory: {
    title: "Log",
    description: "The lines of a workload's log so far.",
    type: "object",
    required: ["workload_id", "lines"],
    additionalProperties: false,
    properties: {
      workload_id: workloadId,
      lines: {
        type: "array",
        items: {
          type: "object",
          required: ["seq", "stream", "line", "created_at"],
          additionalProperties: false,
          properties: {
            seq: { type: "integer", minimum: 1 },
            stream: { enum: [...logStreams] },
            line: { type: "string" },
            created_at: time,
          },
        },
      },
    },
  },
  Statistics: {
    title: "Statistics",
    type: "object",
    required: ["total", "by_status", "by_isolation", "avg_duration_ms"],
    additionalProperties: false,
    properties: {
      total: count,
      by_status: {
        type: "object",
        required: [...recordStatuses],
        additionalProperties: false,
        properties: Object.fromEntries(recordStatuses.map((status) => [status, count])),
      },
      by_isolation: { type: "object", additionalProperties: count },
      avg_duration_ms: { type: "number", minimum: 0 },
    },
  },
};
