import crypto from "node:crypto";

const carriageReturn = 13;

/**
 * Since Node 20.12, and not in the types of Node 20: three times as fast for small files as a hash object.
 */
const { hash: hashAtOnce } = crypto as { hash?: (algorithm: string, content: string | Uint8Array) => string };

/** SHA-256 of the bytes as they are, in hexadecimal. */
export function hashBytes(content: string | Uint8Array): string {
  return hashAtOnce?.("sha256", content) ?? crypto.createHash("sha256").update(content).digest("hex");
}

/**
 * SHA-256 of a text with `\r\n` counted as `\n`, so that a checkout with other line ends has the same hash.
 */
export function hashText(content: string | Uint8Array): string {
  if (typeof content === "string") return hashBytes(toUnixLines(content));
  if (!content.includes(carriageReturn)) return hashBytes(content);
  // latin1 maps bytes to characters one to one: nothing but the line ends changes.
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return hashBytes(Buffer.from(toUnixLines(bytes.toString("latin1")), "latin1"));
}

/** The text with `\n` for every `\r\n`. */
export function toUnixLines(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
}
