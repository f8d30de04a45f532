import { parse } from "yaml";
import type { Position } from "./language-server.js";

/** A document with the marks taken out of it: `▮` is where the cursor stands, `«…»` what a diagnostic must cover. */
export interface MarkedText {
  readonly text: string;
  readonly cursor?: Position;
  readonly ranges: readonly { readonly start: Position; readonly end: Position }[];
}

/** Reads marks. */
export function readMarks(marked: string): MarkedText {
  let text = "";
  let cursor: Position | undefined;
  const ranges: { start: Position; end: Position }[] = [];
  const open: Position[] = [];
  for (const character of marked) {
    const lines = text.split("\n");
    const position = { line: lines.length - 1, character: (lines.at(-1) ?? "").length };
    if (character === "▮") cursor = position;
    else if (character === "«") open.push(position);
    else if (character === "»") ranges.push({ start: open.pop() as Position, end: position });
    else text += character;
  }
  return { text, ranges, ...(cursor && { cursor }) };
}

/**
 * The same document in JSON, marks included. A range covers the quotes of a text, as servers have it; a cursor stands
 * within them.
 */
export function toJson(marked: string): string {
  // A cursor on a line of its own is where a key goes.
  const value: unknown = parse(marked.replace(/^( *)▮$/gm, "$1▮: null"));
  return JSON.stringify(value, null, 2)
    .replace(/"«([^"»]*)»"/g, (_, text: string) =>
      /^(\d+|true|false)$/.test(text) ? `«${text}»` : `«"${text}"»`,
    )
    .replace(/"«(\w+)": "(\d+)»"/g, '«"$1": $2»')
    .replace(/"▮": null/g, '"▮"');
}
