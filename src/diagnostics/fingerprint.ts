import { createHash } from "node:crypto";
import type { Diagnostic } from "./diagnostic.js";

/**
 * Names findings so that they are recognised again in a later run: by code, file and path, never by line or value.
 * The number counts findings that are equal in all three.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ code, file, path }) => {
    const hash = createHash("sha256")
      .update(JSON.stringify([code, file, path]))
      .digest("hex")
      .slice(0, 16);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}
