/**
 * Indents what json-schema-to-typescript prints without a formatter: one member a line, no indentation, no
 * semicolons, brackets around every union. The text is known to be well-formed, so a scan for brackets outside
 * strings and comments is enough.
 */
export function formatTypes(source: string): string {
  const lines: string[] = [];
  let depth = 0;
  let inComment = false;
  let inInterface = false;
  for (const raw of joinEmptyBodies(dropOuterBrackets(source)).split("\n")) {
    const line = raw.trim();
    if (line === "") {
      if (depth === 0 && lines.length > 0 && lines.at(-1) !== "") lines.push("");
      continue;
    }
    if (inComment || line.startsWith("/*")) {
      lines.push(`${"  ".repeat(depth)}${inComment ? " " : ""}${line}`);
      inComment = !line.endsWith("*/");
      continue;
    }
    if (depth === 0) inInterface = line.startsWith("export interface ");
    const { lowest, change } = bracketDepth(line);
    const text = "  ".repeat(depth + lowest) + line;
    depth += change;
    const isEnd = !line.endsWith("{") && !line.endsWith("[") && !(depth === 0 && inInterface);
    lines.push(isEnd ? `${text};` : text);
  }
  const text = shortComments(lines.join("\n").trim());
  // TypeScript takes these for line ends even within strings; comments hold none.
  return `${text.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
}

/** How far a line goes below the depth that it starts at, and where it ends. Brackets in strings do not count. */
function bracketDepth(line: string): { lowest: number; change: number } {
  let change = 0;
  let lowest = 0;
  for (const { character } of codeCharacters(line)) {
    if (character === "{") change++;
    if (character === "}") lowest = Math.min(lowest, --change);
  }
  return { lowest, change };
}

/** The characters of a text that are code, with their positions: those in strings and comments are left out. */
function* codeCharacters(text: string): Generator<{ character: string; position: number }> {
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '"') {
      position++;
      while (position < text.length && text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
    } else if (character === "/" && text[position + 1] === "*") {
      position = text.indexOf("*/", position + 2) + 1;
    } else {
      yield { character, position };
    }
  }
}

/** `a?: (X | Y)` → `a?: X | Y`: brackets around a whole member or alias say nothing. */
function dropOuterBrackets(source: string): string {
  const drop = new Set<number>();
  const open: number[] = [];
  for (const { character, position } of codeCharacters(source)) {
    if (character === "(") open.push(position);
    if (character !== ")") continue;
    const start = open.pop() ?? 0;
    const isWhole = /(?:[\w"\]]\??:|=) $/.test(source.slice(Math.max(0, start - 4), start));
    const next = source[position + 1];
    if (isWhole && (next === "\n" || next === undefined)) {
      drop.add(start);
      drop.add(position);
    }
  }
  return [...source].length === source.length && drop.size > 0
    ? Array.from(source, (character, position) => (drop.has(position) ? "" : character)).join("")
    : source;
}

/** `{` and `}` with nothing between them go on one line. */
function joinEmptyBodies(source: string): string {
  return source.replace(/\{\n\s*\}/g, "{}");
}

/** A comment of one line is written on one line. */
function shortComments(source: string): string {
  return source.replace(/^( *)\/\*\*\n *\* (.*)\n *\*\/$/gm, "$1/** $2 */");
}
