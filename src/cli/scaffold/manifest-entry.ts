import { stringify } from "yaml";

/** The lines of `key: value` in a block map whose keys stand at `column`. */
export function blockEntry(key: string, value: unknown, column: number, step: number): string[] {
  const text = stringify({ [key]: value }, { indent: Math.max(step, 1), lineWidth: 0 });
  const indent = " ".repeat(column);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : indent + line));
}

/** `key: value` for a flow map in one line. */
export function flowEntry(key: string, value: unknown, quoted: boolean): string {
  return `${keyText(key, quoted)}: ${spacedJson(value)}`;
}

/** The lines of `key: value` for a flow map with an entry a line, as in a JSON file. */
export function jsonEntry(key: string, value: unknown, indent: string, quoted: boolean): string[] {
  const [first = "", ...rest] = JSON.stringify(value, undefined, 2).split("\n");
  return [`${indent}${keyText(key, quoted)}: ${first}`, ...rest.map((line) => indent + line)];
}

function keyText(key: string, quoted: boolean): string {
  return quoted ? JSON.stringify(key) : key;
}

function spacedJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${spacedJson(item)}`)
    .join(", ")}}`;
}
