import { createHash } from "node:crypto";
import { textAnswer } from "./answers.js";
import type { RouteAnswer, RouteParameter } from "./route.js";

/** How a client says what it has. */
export const ifNoneMatch: RouteParameter = {
  name: "If-None-Match",
  in: "header",
  description: "The ETag of the answer that the client has.",
  schema: { type: "string" },
};

export const entityTag: NonNullable<RouteAnswer["headers"]> = { ETag: "Names this very text." };

export const unchanged: RouteAnswer = { description: "The client has it already.", headers: entityTag };

/** An answer that a client may keep: 304 when it has this very text already. */
export function taggedAnswer(request: Request, text: string, type: string): Response {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const headers = { etag: tag, "cache-control": "no-cache" };
  if (!matches(request.headers.get("if-none-match"), tag)) return textAnswer(text, type, 200, headers);
  return new Response(null, { status: 304, headers });
}

/** Compares weakly, as the standard says for `If-None-Match`. */
function matches(header: string | null, tag: string): boolean {
  if (header === null) return false;
  const tags = header.split(",").map((text) => text.trim().replace(/^W\//, ""));
  return tags.includes("*") || tags.includes(tag);
}
