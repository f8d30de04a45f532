import { stringify } from "yaml";

/** Words that mean themselves wherever they stand in block style, with one space between two. */
const plainText = /^[\w$/][\w$./{}@+=~:-]*(?<![:-])(?: [\w$/][\w$./{}@+=~:-]*(?<![:-]))*$/;
const plainKey = /^[A-Za-z_$][\w$-]{0,99}(?<!-)$/;
/** Texts that would be read as something else; so would numbers. */
const otherWords = /^(?:true|false|null)$/i;

/**
 * Plain data as YAML in block style, as the package `yaml` writes it. Most examples are made of nothing but words and
 * numbers, for which the package's tree of nodes would take ten times as long.
 */
export function yamlText(value: unknown): string {
  const text = blockText(value, "");
  return text === undefined ? stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }) : `${text}\n`;
}

/** A value whose further lines are indented; undefined where there is more to its style than indentation. */
function blockText(value: unknown, indent: string): string | undefined {
  if (typeof value === "string") return isPlain(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return scalarText(value);
  const parts = Array.isArray(value) ? listParts(value, indent) : mapParts(value, indent);
  if (parts.length === 0) return Array.isArray(value) ? "[]" : "{}";
  return parts.includes(undefined) ? undefined : parts.join(`\n${indent}`);
}

function isPlain(text: string): boolean {
  return plainText.test(text) && Number.isNaN(Number(text)) && !otherWords.test(text);
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))) return undefined;
  return value === null || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function listParts(items: readonly unknown[], indent: string): (string | undefined)[] {
  return items.map((item) => {
    const text = blockText(item, `${indent}  `);
    return text === undefined ? undefined : `- ${text}`;
  });
}

function mapParts(members: object, indent: string): (string | undefined)[] {
  const inner = `${indent}  `;
  return Object.entries(members).map(([key, member]) => {
    const text = blockText(member, inner);
    if (text === undefined || !plainKey.test(key) || !isPlain(key)) return undefined;
    const isNested = typeof member === "object" && member !== null && Object.keys(member).length > 0;
    return isNested ? `${key}:\n${inner}${text}` : `${key}: ${text}`;
  });
}
