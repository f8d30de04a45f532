import type { SourceDocument } from "../../src/source/source-document.js";
import type { Failure } from "../../src/validation/failure.js";
import { checkValue } from "./check-value.js";
import type { Findings } from "./findings.js";
import { idPattern } from "./id-pattern.js";
import { manifestSchema } from "./manifest-schema.js";

/** What is said of a manifest without a version; its other fields are reported by their own names. */
const versionRequired = "version is required";

/** What is said of a manifest that has not been begun. */
const startHint = "`provc init` writes a first one in an empty folder";

/** Checks a manifest against its own schema: fields, types and the form of simple values. */
export function checkStructure(document: SourceDocument, findings: Findings): void {
  // Ids are looked at by a check of their own, which knows of collisions, too.
  const options = { at: [], title: "the manifest", ignore: isAboutId };
  for (const { isUnknownField, message, path, target, hint } of checkValue(
    manifestSchema,
    document.value,
    options,
  )) {
    const isVersion =
      (path.length === 1 && path[0] === "version") || (path.length === 0 && message === versionRequired);
    const isWhole = path.length === 0 && !isUnknownField;
    findings.add({
      code: isUnknownField ? "manifest-unknown-field" : isVersion ? "manifest-version" : "manifest-invalid",
      message,
      at: { document, path },
      target,
      hint: isVersion ? "this provc reads version 1 of the manifest" : isWhole ? startHint : hint,
      ...owner(path),
    });
  }
}

function isAboutId({ keyword, schema }: Failure): boolean {
  const names = schema.propertyNames;
  return (
    keyword === "propertyNames" &&
    typeof names === "object" &&
    (names as { pattern?: string }).pattern === idPattern
  );
}

/** The kind and the provider that a place in the manifest belongs to. */
function owner(path: readonly (string | number)[]): { kind?: string; provider?: string } {
  const [kinds, kind, section, provider] = path;
  if (kinds !== "kinds" || kind === undefined) return {};
  return {
    kind: String(kind),
    ...(section === "providers" && provider !== undefined ? { provider: String(provider) } : {}),
  };
}
