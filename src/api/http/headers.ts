/** What the page may do: nothing but its own script, its own style and requests to where it comes from. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const fixed = {
  "content-security-policy": policy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/**
 * Adds to an answer what every answer carries.
 *
 * @param origin Whose pages may read it.
 * @param varies Whether other origins might have been answered differently.
 */
export function withFixedHeaders(response: Response, origin: string | undefined, varies: boolean): Response {
  for (const [name, value] of Object.entries(fixed)) response.headers.set(name, value);
  if (varies) response.headers.append("vary", "Origin");
  if (origin !== undefined) {
    response.headers.set("access-control-allow-origin", origin);
    response.headers.set("access-control-expose-headers", "ETag, Location, Retry-After");
    response.headers.set("cross-origin-resource-policy", "cross-origin");
  }
  return response;
}

/** The answer to a browser that asks whether a page elsewhere may send a request. */
export function preflightAnswer(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": "Authorization, Content-Type, If-None-Match, Last-Event-ID",
      "access-control-max-age": "600",
    },
  });
}
