/** A fenced block of a page: its language, the rest of the info string, its text and its line. */
export interface MarkdownBlock {
  readonly language: string;
  readonly argument: string;
  readonly text: string;
  readonly line: number;
}

/** All fenced code blocks of a Markdown page, in order. */
export function markdownBlocks(page: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const lines = page.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const opening = /^```(\S*)\s*(.*)$/.exec(lines[index] ?? "");
    if (opening === null) continue;
    const end = lines.indexOf("```", index + 1);
    if (end === -1) throw new Error(`the block at line ${index + 1} is never closed`);
    blocks.push({
      language: opening[1] ?? "",
      argument: (opening[2] ?? "").trim(),
      text: `${lines.slice(index + 1, end).join("\n")}\n`,
      line: index + 1,
    });
    index = end;
  }
  return blocks;
}
