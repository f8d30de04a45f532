import { formatTypes } from "./format-types.js";
import type { TypeSchema } from "./type-schema.js";

/** Printed instead of the real name, which json-schema-to-typescript would spell its own way (`S3b` → `S3B`). */
const PLACEHOLDER = "ProvcPlaceholder";

/** A declaration as json-schema-to-typescript makes it, for any schema that types are printed of. */
export async function compileDeclaration(name: string, type: TypeSchema): Promise<string> {
  const { compile } = await import("json-schema-to-typescript");
  const text = await compile(type as Parameters<typeof compile>[0], PLACEHOLDER, {
    additionalProperties: false,
    bannerComment: "",
    declareExternallyReferenced: false,
    format: false,
    ignoreMinAndMaxItems: true,
  });
  return formatTypes(text).replace(
    new RegExp(`^export (interface|type) ${PLACEHOLDER}\\b`, "m"),
    `export $1 ${name}`,
  );
}
