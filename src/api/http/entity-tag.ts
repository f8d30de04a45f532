import { createHash } from "node:crypto";
import { textAnswer } from "./answers.js";

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
