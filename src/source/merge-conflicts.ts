import { maxSyntaxProblems } from "./limits.js";
import type { SyntaxProblem } from "./source-node.js";

/**
 * The conflicts that a merge has left in a text which cannot be read: what a parser says of their marks would lead astray.
 * A text that can be read has none, for nothing else starts a line of YAML or JSON in this way.
 */
export function mergeConflicts(text: string): SyntaxProblem[] {
  if (!text.includes("<<<<<<<")) return [];
  return [...text.matchAll(/^<{7}(?=[ \t\r\n]).*$/gm)].slice(0, maxSyntaxProblems).map(({ index }) => ({
    start: index,
    end: index + 7,
    message: "a conflict of a merge has been left here",
    hint: "keep one of its sides, and remove the lines that start with <<<<<<<, ======= and >>>>>>>",
  }));
}
