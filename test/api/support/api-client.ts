import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
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
    readonly [status: string]: {
      readonly content?: { readonly [type: string]: { schema?: object } };
      readonly headers?: { readonly [name: string]: object };
    };
  };
}

/** Headers that mean something to a client: an answer has them where it says so, and nowhere else. */
const toldHeaders = ["ETag", "Location", "Retry-After", "WWW-Authenticate"];

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
  const validate = await answerValidator(api, options.basePath);
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

type Checkers = (pointer: string) => ValidateFunction;
const known = new Map<string, Checkers>();

/** The schemas of a description by their place in it, each compiled once. */
function checkersOf(description: string): Checkers {
  const found = known.get(description);
  if (found !== undefined) return found;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(JSON.parse(description), "openapi");
  const compiled = new Map<string, ValidateFunction>();
  const checkers: Checkers = (pointer) => {
    const checker = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#/${pointer}` });
    compiled.set(pointer, checker);
    return checker;
  };
  known.set(description, checkers);
  return checkers;
}

/** Checks answers against the document that the server gives of itself; throws for one that is not described. */
async function answerValidator(
  api: Pick<Api, "fetch">,
  basePath = "",
): Promise<(method: string, path: string, response: Response) => Promise<void>> {
  const text = await (await api.fetch(new Request(`${base}${basePath}/openapi.json`))).text();
  const document = JSON.parse(text);
  const checkerOf = checkersOf(text);
  const paths = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  return async (method, path, response) => {
    // A path without parameters is the better match for its own name.
    const matching = paths.filter(({ pattern }) => pattern.test(path));
    const found = matching.find((known) => known.path === path) ?? matching[0];
    const described = method === "HEAD" ? "get" : method.toLowerCase();
    const operation: Operation | undefined = found && document.paths[found.path][described];
    const where = `${method} ${path} ${response.status}`;
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const hold = async (schema: string): Promise<void> => {
      const check = checkerOf(schema);
      const value = await response.clone().json();
      if (!check(value))
        throw new Error(`${where}: ${JSON.stringify(check.errors)}\n${JSON.stringify(value)}`);
    };
    if (found === undefined || operation === undefined) {
      // What is no operation is refused in the same words as everywhere.
      if (type === "application/json") await hold("components/schemas/Error");
      return;
    }
    const known = operation.responses[String(response.status)];
    if (known === undefined) throw new Error(`${where} is not described: ${await response.clone().text()}`);
    for (const name of toldHeaders) {
      if (response.headers.has(name) === Object.hasOwn(known.headers ?? {}, name)) continue;
      throw new Error(`${where}: the header ${name} is not as it is described`);
    }
    if (known.content === undefined) {
      if (response.body !== null) throw new Error(`${where} has a body`);
      return;
    }
    const content = known.content[type];
    if (content === undefined) throw new Error(`${where} has the type ${type}`);
    if (content.schema === undefined || method === "HEAD") return;
    const pointer = ["paths", found.path, described, "responses", response.status, "content", type, "schema"]
      .map((key) => encodeURIComponent(String(key).replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    await hold(pointer);
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
