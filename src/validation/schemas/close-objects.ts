import type { JsonSchema, JsonSchemaObject } from "../../contract/json-schema.js";
import { mapSubschemas, standsAlone } from "../schema-keywords.js";
import { type ClosingMode, DefinitionVariants } from "./close-definitions.js";
import { fieldSources } from "./close-sources.js";
import { childKey } from "./described-children.js";

/**
 * Closes every object schema that does not say itself whether it is open, so that a misspelt field is an error.
 *
 * - An object with `properties` and neither `additionalProperties` nor `unevaluatedProperties` gets
 *   `additionalProperties: false`.
 * - Where `$ref`, `allOf`, `anyOf`, `oneOf`, `then`, `else` or `dependentSchemas` beside it add fields to the same
 *   object, the whole gets `unevaluatedProperties: false` and the parts stay open.
 * - The branches of a plain union are closed one by one.
 * - What only asks a question (`if`, `not`, `contains`) is left as it is, and so is a child that a condition describes a
 *   second time: closing those would change which values are accepted.
 *
 * The schema has to be self-contained. A definition that is needed both closed and open is written twice.
 * The input is not changed; closing a closed schema gives the same schema.
 */
export function closeObjects(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const variants: DefinitionVariants = new DefinitionVariants(schema, (part, mode) =>
    close(schema, part, mode, variants),
  );
  return variants.write(close(schema, schema, { kind: "closed" }, variants) as JsonSchemaObject);
}

/** Keywords that apply to the same value and may add fields to it. */
const inPlace: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas"]);
/** Keywords that ask a question about a value instead of describing it. */
const questions: ReadonlySet<string> = new Set(["if", "not", "contains", "propertyNames"]);

function close(
  root: JsonSchema,
  schema: JsonSchema,
  mode: ClosingMode,
  variants: DefinitionVariants,
): JsonSchema {
  if (typeof schema === "boolean" || standsAlone(schema)) return schema;
  if (mode.kind === "untouched") {
    return variants.link(
      mapSubschemas(schema, (part, keyword) =>
        keyword === "$defs" || keyword === "definitions" ? part : close(root, part, mode, variants),
      ),
      mode,
    );
  }
  const sources = fieldSources(root, schema);
  const closing = mode.kind === "closed" ? sources.closing : undefined;
  const closed = mapSubschemas(schema, (part, keyword, key) => {
    if (keyword === "$defs" || keyword === "definitions") return part;
    if (questions.has(keyword)) return close(root, part, { kind: "untouched" }, variants);
    if (!inPlace.has(keyword)) {
      const child = childKey(keyword, key);
      const open = sources.openInOwn.has(child) || (mode.kind === "part" && mode.openChildren.has(child));
      return close(root, part, open ? { kind: "untouched" } : { kind: "closed" }, variants);
    }
    if (closing === "delegate" && sources.delegates(keyword, key)) {
      return close(root, part, { kind: "closed" }, variants);
    }
    return close(root, part, partMode(mode, sources.openIn(keyword, key)), variants);
  });
  const linked = variants.link(
    closed,
    closing === "delegate" && sources.delegates("$ref", undefined)
      ? { kind: "closed" }
      : partMode(mode, sources.openIn("$ref", undefined)),
  );
  if (closing === "additional") return { ...linked, additionalProperties: false };
  if (closing === "unevaluated") return { ...linked, unevaluatedProperties: false };
  return linked;
}

function partMode(outer: ClosingMode, open: ReadonlySet<string>): ClosingMode {
  const inherited = outer.kind === "part" ? outer.openChildren : [];
  return { kind: "part", openChildren: new Set([...inherited, ...open]) };
}
