import { Hono } from "hono";
import type { JsonSchemaObject } from "../../contract/json-schema.js";
import type { ConfigChecker } from "../../validation/checker.js";
import { interpretedChecker } from "../../validation/checkers/interpreted-checker.js";
import type { ApiMetrics } from "../metrics/api-metrics.js";
import type { PageReader } from "../routes/page-routes.js";
import type { Access } from "./access.js";
import { errorAnswer } from "./answers.js";
import { preflightAnswer, withFixedHeaders } from "./headers.js";
import { HttpFailure } from "./http-failure.js";
import { pathBelow } from "./path-below.js";
import type { BodyReader } from "./read-body.js";
import type { Route } from "./route.js";

/** What the application is made of. */
export interface AppParts {
  readonly basePath: string;
  readonly routes: readonly Route[];
  readonly schemas: { readonly [name: string]: JsonSchemaObject };
  readonly page: PageReader;
  readonly access: Access;
  readonly bodies: BodyReader;
  readonly metrics: ApiMetrics;
  readonly isOpen: () => boolean;
  readonly onError: (error: Error) => void;
}

/** What a request leaves for the metrics: the path of its route. */
type Variables = { path: string };

const knownMethods: ReadonlySet<string> = new Set([
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
]);

/** Puts the routes behind what guards them. */
export function createApp(parts: AppParts): Hono<{ Variables: Variables }> {
  const { basePath, routes, schemas, page, access, bodies, metrics, isOpen, onError } = parts;
  const app = new Hono<{ Variables: Variables }>({ getPath: (request) => pathBelow(basePath, request.url) });

  app.use(async (context, next) => {
    const started = performance.now();
    const request = context.req.raw;
    const origin = access.allowedOrigin(request);
    try {
      const url = new URL(request.url);
      access.requireHost(url);
      if (!isOpen()) throw new HttpFailure(503, "the server is shut down", { connection: "close" });
      if (request.method === "OPTIONS" && origin !== undefined) context.res = preflightAnswer();
      else {
        access.requireOrigin(request, url);
        await next();
      }
    } catch (error) {
      context.res = failureAnswer(error, onError);
    }
    const answer = new Response(context.res.body, context.res);
    context.res = withFixedHeaders(answer, origin, access.hasOrigins);
    const method = knownMethods.has(request.method) ? request.method : "other";
    const seconds = (performance.now() - started) / 1000;
    metrics.requestAnswered(method, context.get("path") ?? "other", context.res.status, seconds);
  });

  for (const route of routes) {
    const checker = route.body && interpretedChecker(schemas[route.body.schema] ?? true);
    app.on(route.method.toUpperCase(), patternOf(route.path), async (context) => {
      context.set("path", route.path);
      const request = context.req.raw;
      try {
        if (route.open !== true) access.requireToken(request);
        const read = route.body && (await bodies.read(request, route.body.limit));
        if (checker !== undefined) await requireValid(checker, read?.value);
        const parameters = context.req.param() as Readonly<Record<string, string>>;
        const [body, bodyBytes] = [read?.value, read?.bytes ?? 0];
        return await route.handle({ request, url: new URL(request.url), parameters, body, bodyBytes });
      } catch (error) {
        return failureAnswer(error, onError, route.failure);
      }
    });
  }

  for (const path of new Set(routes.map((route) => route.path))) {
    const known = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    const allow = [...known, ...(known.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort().join(", ");
    app.all(patternOf(path), (context) => {
      context.set("path", path);
      if (context.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
      return errorAnswer(405, "method not allowed", { allow });
    });
  }

  app.notFound(async (context) => {
    const { raw, path } = context.req;
    const answer = await page(raw, path);
    if (answer !== undefined) context.set("path", path || "/");
    return answer ?? errorAnswer(404, "not found");
  });
  app.onError((error) => failureAnswer(error, onError));
  return app;
}

/** As the router writes it. */
function patternOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function failureAnswer(error: unknown, onError: (error: Error) => void, message?: string): Response {
  if (error instanceof HttpFailure) return errorAnswer(error.status, error.message, error.headers);
  onError(error as Error);
  return errorAnswer(500, message ?? "internal error");
}

async function requireValid(checker: ConfigChecker, body: unknown): Promise<void> {
  const { issues } = await checker.check(body, { at: [], title: "the body" });
  if (issues.length === 0) return;
  throw new HttpFailure(400, issues.map(({ message }) => message).join("; "));
}
