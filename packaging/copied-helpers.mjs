// The first import of the package, and what it imports later, have a few small functions in common. A bundler gives what an
// entry shares with a part that is loaded later a file of its own, and to a cold start a file more is a third of a millisecond:
// so those parts have copies. Only modules that hold nothing but functions can be here.
import { readFileSync } from "node:fs";
import path from "node:path";

const helpers = new Set(
  [
    "src/diagnostics/suggest.ts",
    "src/errors/quote.ts",
    "src/registry/provider-schema.ts",
    "src/validation/json-value.ts",
  ].map((file) => path.resolve(file)),
);
const mark = "?copy";
export const isCopy = (id) => id.endsWith(mark);

/** Has all modules but those of the core import the copies. */
export function copiedHelpers(core) {
  return {
    name: "copied-helpers",
    async resolveId(source, importer) {
      if (importer === undefined || core.has(importer) || !source.startsWith(".")) return null;
      const resolved = await this.resolve(source, importer.replace(mark, ""), { skipSelf: true });
      return helpers.has(resolved?.id) ? `${resolved.id}${mark}` : null;
    },
    load: (id) =>
      isCopy(id) ? { code: readFileSync(id.slice(0, -mark.length), "utf8"), moduleType: "ts" } : null,
  };
}
