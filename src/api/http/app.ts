import { Hono } from "hono";
import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { ConfigChecker } from "../../validation/checker.js";
import { interpretedChecker } from "../../validation/interpreted-checker.js";
import type { ApiMetrics } from "../metrics/api-metrics.js";
import { pageAnswer } from "../routes/page-routes.js";
import type { Access } from "./access.js";
import { errorAnswer } from "./answers.js";
import { preflightAnswer, withFixedHeaders } from "./headers.js";
import { HttpFailure } from "./http-failure.js";
import { readJsonBody } from "./read-body.js";
import type { Route } from "./route.js";

/** What the application is made of. */
export interface AppParts {
  readonly routes: readonly Route[];
  readonly schemas: { readonly [name: string]: JsonSchemaObject };
  readonly access: Access;
  readonly metrics: ApiMetrics;
  readonly onError: (error: Error) => void;
}

/** What a request leaves for the metrics: the path of its route. */
type Variables = { path: string };

const knownMethods: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** Puts the routes behind what guards them. */
export function createApp({
  routes,
  schemas,
  access,
  metrics,
  onError,
}: AppParts): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>();

  app.use(async (context, next) => {
    const started = performance.now();
    const request = context.req.raw;
    const origin = access.allowedOrigin(request);
    try {
      const url = new URL(request.url);
      access.requireHost(url);
      if (request.method === "OPTIONS" && origin !== undefined) context.res = preflightAnswer();
      else {
        access.requireOrigin(request, url);
        await next();
      }
    } catch (error) {
      context.res = failureAnswer(error, onError);
    }
    context.res = withFixedHeaders(new Response(context.res.body, context.res), origin);
    const method = knownMethods.has(request.method) ? request.method : "other";
    const seconds = (performance.now() - started) / 1000;
    metrics.requestAnswered(method, context.get("path") ?? "other", context.res.status, seconds);
  });

  for (const route of routes) {
    const checker = route.body && bodyChecker(route.body.schema, schemas);
    app.on(route.method.toUpperCase(), route.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (context) => {
      context.set("path", route.path);
      const request = context.req.raw;
      if (route.open !== true) access.requireToken(request);
      let body: unknown;
      if (route.body !== undefined && checker !== undefined) {
        body = await readJsonBody(request, route.body.limit);
        await requireValid(checker, body);
      }
      const parameters = context.req.param() as Readonly<Record<string, string>>;
      return await route.handle({ request, url: new URL(request.url), parameters, body });
    });
  }

  for (const path of new Set(routes.map((route) => route.path))) {
    const known = routes.filter((route) => route.path === path);
    const allowed = known.map(({ method }) => method.toUpperCase()).join(", ");
    app.all(path.replaceAll(/\{(\w+)\}/g, ":$1"), (context) => {
      context.set("path", path);
      return errorAnswer(405, "method not allowed", { allow: allowed });
    });
  }

  app.notFound((context) => {
    const { method } = context.req;
    const page =
      method === "GET" || method === "HEAD" ? pageAnswer(context.req.raw, context.req.path) : undefined;
    if (page !== undefined) context.set("path", context.req.path);
    return page ?? errorAnswer(404, "not found");
  });
  app.onError((error) => failureAnswer(error, onError));
  return app;
}

function failureAnswer(error: unknown, onError: (error: Error) => void): Response {
  if (error instanceof HttpFailure) return errorAnswer(error.status, error.message, error.headers);
  onError(error as Error);
  return errorAnswer(500, "internal error");
}

function bodyChecker(name: string, schemas: AppParts["schemas"]): ConfigChecker {
  return interpretedChecker(schemas[name] ?? true);
}

async function requireValid(checker: ConfigChecker, body: unknown): Promise<void> {
  const { issues } = await checker.check(body, { at: [], title: "the body" });
  if (issues.length === 0) return;
  throw new HttpFailure(400, issues.map(({ message }) => message).join("; "));
}
