import { ImageError } from "../image-error.js";
import type { ImageReference } from "./image-reference.js";

const MOST_CHARACTERS = 200;

/** What the tools say → what it means, the first that fits. */
const MEANINGS: readonly (readonly [RegExp, (reference: ImageReference) => string])[] = [
  [
    /unauthorized|authentication required|invalid username\/password|access to the resource is denied|\b401\b|\b403\b|denied/i,
    ({ registry, text }) =>
      `the registry ${JSON.stringify(registry)} refuses access to ${JSON.stringify(text)}`,
  ],
  [
    /server gave HTTP response to HTTPS client|x509:|tls:|certificate/i,
    ({ registry }) =>
      `the registry ${JSON.stringify(registry)} has no TLS that can be trusted; name it in registries.insecure to do without`,
  ],
  [
    /manifest unknown|name unknown|repository name not known|not found|\b404\b/i,
    ({ registry, text }) => `the registry ${JSON.stringify(registry)} has no image ${JSON.stringify(text)}`,
  ],
  [
    /connection refused|connection reset|no such host|i\/o timeout|network is unreachable|no route to host|Temporary failure|server misbehaving|\bEOF\b/i,
    ({ registry }) => `the registry ${JSON.stringify(registry)} cannot be reached`,
  ],
  [
    /digest (?:of .*)?(?:did not|does not|doesn't) match|did not match (?:the )?(?:expected )?digest|digest mismatch|does not match digest|failed to match digest|unexpected digest/i,
    ({ text }) => `what the registry gives for ${JSON.stringify(text)} does not match its digest`,
  ],
  [
    /file too large|file size limit/i,
    ({ text }) => `the image ${JSON.stringify(text)} is larger than image_mb`,
  ],
];

/** What went wrong, in one line, from what a tool has said of it. Neither credentials nor a registry's own text run through it. */
export function pullFailure(reference: ImageReference, said: string): ImageError {
  const last = said.trim().split("\n").at(-1) ?? "";
  const quoted = /\bmsg="((?:[^"\\]|\\.)*)"/.exec(last)?.[1]?.replaceAll('\\"', '"');
  const message = quoted ?? last.replace(/^Error: /, "");
  // The tools repeat what they were asked for, which may hold any word.
  const words = message.replaceAll(reference.text, "").replaceAll(reference.name, "");
  const meaning = MEANINGS.find(([pattern]) => pattern.test(words))?.[1];
  if (meaning !== undefined) return new ImageError(meaning(reference));
  return new ImageError(
    `the image ${JSON.stringify(reference.text)} cannot be fetched: ${harmless(message, reference)}`,
  );
}

function harmless(message: string, { credentials }: ImageReference): string {
  const secrets =
    credentials === undefined
      ? []
      : [
          credentials.password,
          encodeURIComponent(credentials.password),
          encodedCredentials(credentials),
        ].filter((secret) => secret !== "");
  let text = message;
  for (const secret of secrets) text = text.replaceAll(secret, "***");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
  text = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  return text.slice(-MOST_CHARACTERS) || "unknown reason";
}

/** As registries are told them. */
export function encodedCredentials({ user, password }: NonNullable<ImageReference["credentials"]>): string {
  return Buffer.from(`${user}:${password}`).toString("base64");
}
