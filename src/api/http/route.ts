import type { JsonSchemaObject } from "../../contract/json-schema.js";

/** A value in the path, the query or a header of a request. */
export interface RouteParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly description: string;
  readonly schema: JsonSchemaObject;
}

/** What an answer may be: its meaning, its media type, for JSON the name of its schema, and headers with their meaning. */
export interface RouteAnswer {
  readonly description: string;
  readonly type?: string;
  readonly schema?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** What a handler gets. */
export interface RouteRequest {
  readonly request: Request;
  readonly url: URL;
  readonly parameters: { readonly [name: string]: string };
  /** The body, read and checked against the route's schema; undefined for routes without one. */
  readonly body: unknown;
  /** Bytes of the body as it was sent. */
  readonly bodyBytes: number;
}

/** An operation of the API: what the server does, and what the OpenAPI document says of it. */
export interface Route {
  readonly method: "get" | "post" | "delete";
  /** With parameters in braces: `/v1/workloads/{id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly tag: "catalogue" | "workloads" | "service";
  /** Whether it is answered without a token. */
  readonly open?: boolean;
  readonly parameters?: readonly RouteParameter[];
  /** The name of the body's schema; it must be JSON. */
  readonly body?: { readonly schema: string; readonly limit: number };
  /** By status; those that every route has are added. */
  readonly answers: { readonly [status: number]: RouteAnswer };
  /** What the client is told when the server fails. Default: `internal error`. */
  readonly failure?: string;
  handle(request: RouteRequest): Promise<Response> | Response;
}
