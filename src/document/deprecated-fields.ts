import { printable } from "../errors/quote.js";
import { toDottedPath } from "../source/json-pointer.js";
import { walkSchema } from "../validation/schemas/schema-walker.js";
import type { Finding } from "./findings.js";
import type { SchemaPart } from "./secret-paths.js";
import { usesAnnotation } from "./used-annotations.js";

/** A warning for every field that is there and should no longer be. */
export function findDeprecated({ schema, path, kind, provider }: SchemaPart, value: unknown): Finding[] {
  if (!usesAnnotation(schema, "deprecated")) return [];
  const findings: Finding[] = [];
  for (const place of walkSchema(schema, value)) {
    // The part itself is deprecated as a provider, if at all.
    const schemas = place.path.length > 0 && place.present ? place.schemas : [];
    const deprecated = schemas.find((found) => found.deprecated === true);
    if (deprecated === undefined) continue;
    const at = [...path, ...place.path];
    findings.push({
      ...{ code: "deprecated", severity: "warning", path: at, target: "key", kind, provider },
      message: `${toDottedPath(at)} is deprecated`,
      hint: advice(deprecated.description),
    });
  }
  return findings;
}

/** The sentence of a description that says what to do instead. */
function advice(description: string | undefined): string | undefined {
  const sentences = description?.split(/(?<=\.)\s+/) ?? [];
  const sentence = sentences.find((text) => /\b(instead|deprecated|replaced|use)\b/i.test(text));
  return sentence && printable(sentence.trim().replace(/\.$/, ""));
}
