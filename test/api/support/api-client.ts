import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { onTestFinished } from "vitest";
import {
  backendRegistry,
  documentDefinition,
  isolationRegistry,
  migrationRegistry,
} from "../../../generated/index.js";
import { type Api, type ApiOptions, createApi } from "../../../src/api/index.js";
import { fakeIsolation, type Observed, type Script } from "./fake-backends.js";

/** An API of a test, asked by its handler alone. Every answer is held to the OpenAPI document. */
export interface TestApi {
  readonly api: Api;
  readonly observed: Observed;
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  /** Submits a script and gives the record. */
  submit(script: Script, more?: object): Promise<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
  get(path: string): Promise<any>;
}

export interface RequestOptions {
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

interface Operation {
  readonly responses: {
    readonly [status: string]: { readonly content?: { readonly [type: string]: { schema?: object } } };
  };
}

export const base = "http://127.0.0.1:8080";

/** Makes an API over fake backends for the length of a test. */
export async function testApi(options: Partial<ApiOptions> = {}, maxConcurrency?: number): Promise<TestApi> {
  const { isolation, observed, dispose } = await fakeIsolation(maxConcurrency);
  const api = await createApi({
    registries: [migrationRegistry, backendRegistry, isolationRegistry] as never,
    isolation,
    document: documentDefinition,
    nodeId: "test",
    onError: (error) => {
      throw error;
    },
    ...options,
  });
  onTestFinished(async () => {
    await api.close();
    await dispose();
  });
  const validate = await answerValidator(api, options.token);
  const client: TestApi = {
    api,
    observed,
    async request(method, path, { json, body, headers = {}, signal } = {}) {
      const response = await api.fetch(
        new Request(base + path, {
          method,
          headers: { ...(json !== undefined && { "content-type": "application/json" }), ...headers },
          ...(json !== undefined ? { body: JSON.stringify(json) } : body !== undefined ? { body } : {}),
          ...(signal && { signal }),
        }),
      );
      await validate(method, new URL(base + path).pathname, response);
      return response;
    },
    async submit(script, more = {}) {
      const json = { runtime: "node", code: JSON.stringify(script), ...more };
      const response = await client.request("POST", "/v1/workloads/async", { json });
      if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    },
    async get(path) {
      return await (await client.request("GET", path)).json();
    },
  };
  return client;
}

/** Checks answers against the document that the server gives of itself; throws for one that is not described. */
export async function answerValidator(
  api: Pick<Api, "fetch">,
  token?: string,
): Promise<(method: string, path: string, response: Response) => Promise<void>> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const document = await (await api.fetch(new Request(`${base}/openapi.json`, { headers }))).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "openapi");
  const paths = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  return async (method, path, response) => {
    // A path without parameters is the better match for its own name.
    const matching = paths.filter(({ pattern }) => pattern.test(path));
    const found = matching.find((known) => known.path === path) ?? matching[0];
    const operation: Operation | undefined = found && document.paths[found.path][method.toLowerCase()];
    if (found === undefined || operation === undefined) return;
    const where = `${method} ${found.path} ${response.status}`;
    const described = operation.responses[String(response.status)];
    if (described === undefined)
      throw new Error(`${where} is not described: ${await response.clone().text()}`);
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    if (described.content === undefined) {
      if (response.body !== null) throw new Error(`${where} has a body`);
      return;
    }
    const content = described.content[type];
    if (content === undefined) throw new Error(`${where} has the type ${type}`);
    if (content.schema === undefined) return;
    const pointer = [
      found.path,
      method.toLowerCase(),
      "responses",
      response.status,
      "content",
      type,
      "schema",
    ]
      .map((key) => encodeURIComponent(String(key).replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const check = ajv.compile({ $ref: `openapi#/paths/${pointer}` });
    const value = await response.clone().json();
    if (!check(value)) throw new Error(`${where}: ${ajv.errorsText(check.errors)}\n${JSON.stringify(value)}`);
  };
}

/** Reads a stream of server-sent events to its end. */
export async function readEvents(
  response: Response,
): Promise<{ id?: string; event?: string; data: string }[]> {
  const text = await response.text();
  return text
    .split("\n\n")
    .filter((block) => block !== "" && !block.startsWith(":"))
    .map((block) => {
      const fields = new Map<string, string>();
      for (const line of block.split("\n")) {
        const [, name = "", value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
        fields.set(name, name === "data" && fields.has(name) ? `${fields.get(name)}\n${value}` : value);
      }
      const [id, event] = [fields.get("id"), fields.get("event")];
      return {
        ...(id !== undefined && { id }),
        ...(event !== undefined && { event }),
        data: fields.get("data") ?? "",
      };
    });
}
