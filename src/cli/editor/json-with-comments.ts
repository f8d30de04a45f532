import { readJson } from "../../source/json-reader.js";
import { defaultSourceLimits } from "../../source/limits.js";
import type { SourceNode, SyntaxProblem } from "../../source/source-node.js";

/** A text, or a comment, or a comma that only comments and space part from a closing bracket. */
const piece = new RegExp(
  [
    String.raw`"(?:[^"\\\n]|\\.)*"?`,
    String.raw`\/\/[^\n\r]*`,
    String.raw`\/\*[\s\S]*?(?:\*\/|$)`,
    // Each of these ends where a comment ends and nowhere else, so that none of it is taken for the bracket.
    String.raw`,(?=(?:\s|\/\/[^\n\r]*(?![^\n\r])|\/\*(?:[^*]|\*(?!\/))*\*\/)*[}\]])`,
  ].join("|"),
  "g",
);

/** The text with comments, and only those, replaced by as much space; all offsets stay. */
export function blankComments(text: string): string {
  return text
    .replace(piece, (found) => (found.startsWith("/") ? blank(found) : found))
    .replace(/^\ufeff/, " ");
}

/** Reads JSON as editors write their settings: with comments, and with commas behind the last member. */
export function readJsonWithComments(text: string): {
  readonly root: SourceNode | undefined;
  readonly problems: readonly SyntaxProblem[];
} {
  const strict = text.replace(piece, (found) => (found.startsWith('"') ? found : blank(found)));
  return readJson(strict.replace(/^\ufeff/, " "), defaultSourceLimits);
}

const blank = (text: string): string => text.replace(/[^\n\r]/g, " ");
