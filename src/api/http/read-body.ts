import { HttpFailure } from "./http-failure.js";
import { nestsDeeper } from "./json-depth.js";

/** A body, and how many bytes it had. */
export interface JsonBody {
  readonly value: unknown;
  readonly bytes: number;
}

/** Levels of lists and maps. What follows is recursive in places, and nobody's input is as deep. */
const MOST_DEPTH = 256;

/** Reads bodies in JSON, as far as the limit of each and of all that are being read at the same time. */
export class BodyReader {
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param mostBytes Of all bodies that are being read. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** @throws HttpFailure 413, 415, 429, and 400 `invalid JSON body`. */
  async read(request: Request, limit: number): Promise<JsonBody> {
    requireJson(request.headers);
    const bytes = await this.#readBytes(request, limit);
    if (nestsDeeper(bytes, MOST_DEPTH)) throw new HttpFailure(400, "the body is nested too deeply");
    try {
      const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      return { value, bytes: bytes.length };
    } catch {
      throw new HttpFailure(400, "invalid JSON body");
    }
  }

  async #readBytes(request: Request, limit: number): Promise<Uint8Array> {
    if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
    const reader = request.body?.getReader();
    if (reader === undefined) return new Uint8Array();
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return Buffer.concat(chunks);
        length += value.length;
        this.#bytes += value.length;
        if (length > limit) throw tooLarge(limit);
        if (this.#bytes > this.#mostBytes) {
          throw new HttpFailure(429, "too much is being sent", { "retry-after": "5", connection: "close" });
        }
        chunks.push(value);
      }
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error instanceof HttpFailure ? error : new HttpFailure(400, "the body has no end");
    } finally {
      this.#bytes -= length;
    }
  }
}

function requireJson(headers: Headers): void {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  // A browser sends no JSON to another origin without asking first.
  if (type.trim() !== "application/json" || !/^(charset="?utf-?8"?)?$/.test(charset ?? "")) {
    throw new HttpFailure(415, "the body must be application/json");
  }
  if ((headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity") {
    throw new HttpFailure(415, "the body must not be compressed");
  }
}

function tooLarge(limit: number): HttpFailure {
  return new HttpFailure(413, `the body is larger than ${limit} bytes`, { connection: "close" });
}
