import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { Route, RouteAnswer } from "../http/route.js";

/** What an OpenAPI document is made from. */
export interface OpenApiSources {
  readonly version: string;
  readonly routes: readonly Route[];
  readonly schemas: { readonly [name: string]: JsonSchemaObject };
  readonly hasToken: boolean;
  /** Where the API is mounted. */
  readonly basePath: string;
}

const problem = (description: string, headers: RouteAnswer["headers"] = {}): RouteAnswer => ({
  ...{ description, type: "application/json", schema: "Error", headers },
});

/** The answers of a route, with those that its nature adds. */
export function answersOf(route: Route, hasToken: boolean): ReadonlyMap<string, RouteAnswer> {
  const answers = new Map<string, RouteAnswer>(Object.entries(route.answers));
  const add = (status: number, description: string, headers?: RouteAnswer["headers"]): void => {
    if (!answers.has(String(status))) answers.set(String(status), problem(description, headers));
  };
  if (route.body !== undefined || route.parameters?.some(({ in: place }) => place !== "path"))
    add(400, "The request is not as described here.");
  if (hasToken && route.open !== true) {
    add(401, "The token is missing or wrong.", { "WWW-Authenticate": "`Bearer`." });
  }
  add(403, "The host name or the origin is not allowed.");
  if (route.body !== undefined) {
    add(413, "The body is too large.");
    add(415, "The body is not JSON.");
    add(429, "Too much is being sent; try again later.", { "Retry-After": "Seconds." });
  }
  add(500, "The server has failed.");
  add(503, "The server is shut down.");
  return new Map([...answers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(sources: OpenApiSources): object {
  const { version, routes, schemas, hasToken, basePath } = sources;
  const paths = new Map<string, Record<string, unknown>>();
  for (const route of routes) {
    const operations = paths.get(route.path) ?? {};
    operations[route.method] = operationOf(route, hasToken);
    paths.set(route.path, operations);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "provc",
      version,
      description: "The providers of a manifest, and workloads on its isolation backends.",
      license: { name: "MIT", identifier: "MIT" },
    },
    ...(basePath !== "" && { servers: [{ url: basePath }] }),
    ...(hasToken && { security: [{ token: [] }] }),
    tags: [
      { name: "catalogue", description: "Kinds, providers and backends." },
      { name: "workloads", description: "Programs and what comes of them." },
      { name: "service", description: "The server itself." },
    ],
    paths: Object.fromEntries(paths),
    components: {
      schemas,
      ...(hasToken && { securitySchemes: { token: { type: "http", scheme: "bearer" } } }),
    },
  };
}

function operationOf(route: Route, hasToken: boolean): object {
  const { id, summary, tag, parameters = [], body, open } = route;
  return {
    operationId: id,
    summary,
    tags: [tag],
    ...(hasToken && open === true && { security: [] }),
    ...(parameters.length > 0 && {
      parameters: parameters.map((parameter) => ({ ...parameter, required: parameter.in === "path" })),
    }),
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: reference(body.schema) } } },
    }),
    responses: Object.fromEntries(
      [...answersOf(route, hasToken)].map(([status, answer]) => [status, responseOf(answer)]),
    ),
  };
}

function responseOf({ description, type, schema, headers = {} }: RouteAnswer): object {
  const shown = Object.entries(headers).map(
    ([name, words]) => [name, { description: words, required: true, schema: { type: "string" } }] as const,
  );
  return {
    description,
    ...(shown.length > 0 && { headers: Object.fromEntries(shown) }),
    ...(type && { content: { [type]: schema === undefined ? {} : { schema: reference(schema) } } }),
  };
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}
