/**
 * Text for Markdown: nothing in it can start markup, HTML or a table cell; line ends become spaces. Only code between
 * single backticks, which authors write in descriptions, stays code.
 */
export function escapeMarkdown(text: string): string {
  const line = oneLine(text);
  if (!line.includes("`")) return escapeProse(line, true);
  const parts = line.split(/(?<![`\\])`([^`]+)`(?!`)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? inlineCode(part) : escapeProse(part, index === 0)))
    .join("");
}

function escapeProse(text: string, isStart: boolean): string {
  const escaped = text.replace(/[\\`*_[\]<|~$]/g, "\\$&").replace(/&/g, "&amp;");
  return isStart ? escaped.replace(/^(\d*)([-+=#>.)])/, "$1\\$2") : escaped;
}

/** Text as inline code, with as many backticks around it as it needs. Safe in table cells. */
export function inlineCode(text: string): string {
  const line = oneLine(text).replaceAll("|", "\\|");
  if (line !== "" && !line.includes("`")) return `\`${line}\``;
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A fenced block; the fence is longer than any run of backticks within. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n*$/, "")}\n${fence}\n`;
}

/** A table; cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  return line(header) + line(header.map(() => "---")) + rows.map(line).join("");
}

/** What is not one line of common characters with single spaces between words. */
const uneven = /[^ -~]|^ | {2}| $/;

/** Text without line ends and control characters. */
function oneLine(text: string): string {
  if (!uneven.test(text)) return text;
  return (
    text
      .replace(/\s+/g, " ")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
      .replace(/[\u0000-\u001f\u007f]/g, "")
      .trim()
  );
}

/** Plain text for HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
