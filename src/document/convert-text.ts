/** The types that a text can be turned into. */
export type ScalarType = "string" | "integer" | "number" | "boolean" | "null";

/** A text as a value of a type, or undefined when it is none. The text is read as JSON reads scalars, never as YAML. */
function convertTo(text: string, type: ScalarType): { readonly value: unknown } | undefined {
  if (type === "string") return { value: text };
  if (type === "null") return text === "null" ? { value: null } : undefined;
  if (type === "boolean") return text === "true" || text === "false" ? { value: text === "true" } : undefined;
  if (!/^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  // A number that would lose digits is no faithful reading of the text.
  if (/^[-+]?\d+$/.test(text) && !Number.isSafeInteger(value)) return undefined;
  if (type === "integer" && !Number.isInteger(value)) return undefined;
  return { value };
}

/**
 * Turns the text of a variable into what its field takes. A field that takes text keeps it as it is, so that
 * `012345678912` stays that text; a field of which nothing is known keeps it, too.
 */
export function convertText(
  text: string,
  types: ReadonlySet<string>,
): { readonly value: unknown; readonly converted: boolean } {
  if (types.size === 0 || types.has("string")) return { value: text, converted: true };
  for (const type of ["boolean", "integer", "number", "null"] as const) {
    if (!types.has(type)) continue;
    const result = convertTo(text, type);
    if (result !== undefined) return { value: result.value, converted: true };
  }
  return { value: text, converted: false };
}
