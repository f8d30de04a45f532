import type { SourceNode, SyntaxProblem } from "./source-node.js";

const foreignSpace = "\u00a0";

/**
 * The first line that non-breaking spaces were to indent, as they come with text that is copied from a page. To YAML they
 * are the beginning of a key that stands further out; what is said of such a text otherwise would lead astray.
 */
export function foreignIndentation(text: string, root: SourceNode): SyntaxProblem | undefined {
  if (!text.includes(foreignSpace)) return undefined;
  const [start] = foreignKeys(text, root).sort((a, b) => a - b);
  if (start === undefined) return undefined;
  return {
    start,
    end: start + indentation(text, start).length,
    message: "non-breaking spaces (U+00A0) are not allowed as indentation",
    hint: "use spaces",
  };
}

function indentation(text: string, start: number): string {
  const pattern = /[ \t\u00a0]*/y;
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0] ?? "";
}

/** The starts of lines that begin with white space and a key that begins with a non-breaking space. */
function foreignKeys(text: string, root: SourceNode): number[] {
  const starts: number[] = [];
  const seen = new Set<SourceNode>([root]);
  // The set grows while it is walked.
  for (const node of seen) {
    if (node.kind === "list") for (const item of node.items) seen.add(item.node);
    if (node.kind !== "map") continue;
    for (const { keyStart, node: value } of node.entries.values()) {
      seen.add(value);
      if (text[keyStart] !== foreignSpace) continue;
      let start = keyStart;
      while (start > 0 && " \t".includes(text.charAt(start - 1))) start--;
      if (start === 0 || text[start - 1] === "\n") starts.push(start);
    }
  }
  return starts;
}
