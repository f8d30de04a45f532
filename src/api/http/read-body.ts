import { HttpFailure } from "./http-failure.js";

/**
 * Reads a body in JSON, as far as the limit.
 *
 * @throws HttpFailure 413, 415, and 400 `invalid JSON body`.
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  // A browser sends no JSON to another origin without asking first.
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new HttpFailure(415, "the body must be application/json");
  const bytes = await readBytes(request, limit);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new HttpFailure(400, "invalid JSON body");
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      reader.cancel().catch(() => {});
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): HttpFailure {
  return new HttpFailure(413, `the body is larger than ${limit} bytes`, { connection: "close" });
}
