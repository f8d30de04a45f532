import { escapeHtml } from "../../../generator/emit/documentation/markdown.js";
import type { Scene } from "./scene.js";

const column = 7.8;
const row = 19;
const margin = 16;
const gutter = 34;
const bar = 30;
const colours = {
  page: "#1e1e1e",
  bar: "#2d2d2d",
  text: "#d4d4d4",
  quiet: "#858585",
  key: "#9cdcfe",
  value: "#ce9178",
  comment: "#6a9955",
  list: "#252526",
  border: "#454545",
  chosen: "#04395e",
  fault: "#f14c4c",
} as const;

/** Words for people who do not see the picture; also its text for search. */
export interface PictureWords {
  readonly title: string;
  readonly description: string;
}

/** Draws windows of an editor side by side, as SVG. The same scenes give the same bytes. */
export function drawEditors(scenes: readonly Scene[], { title, description }: PictureWords): string {
  const windows = scenes.map(drawWindow);
  const width = windows.reduce((sum, window) => sum + window.width + margin, margin);
  const height = Math.max(...windows.map((window) => window.height)) + 2 * margin;
  let left = margin;
  const placed = windows.map((window) => {
    const text = `<g transform="translate(${left} ${margin})">\n${window.text}</g>\n`;
    left += window.width + margin;
    return text;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">\n`,
    `<title id="title">${escapeHtml(title)}</title>\n<desc id="description">${escapeHtml(description)}</desc>\n`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">\n`,
    ...placed,
    "</g>\n</svg>\n",
  ].join("");
}

interface Drawn {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

function drawWindow(scene: Scene): Drawn {
  const list = drawList(scene);
  const faults = scene.diagnostics.map((diagnostic) => drawFault(scene, diagnostic));
  const longest = Math.max(...scene.lines.map((line) => line.length));
  const width = Math.ceil(
    Math.max(gutter + longest * column, list.left + list.width, ...faults.map((fault) => fault.width)) +
      margin,
  );
  const height = Math.max(bar + scene.lines.length * row, list.top + list.height) + margin;
  const text = [
    `<rect width="${width}" height="${height}" rx="8" fill="${colours.page}"/>\n`,
    `<path d="M0 ${bar}V8a8 8 0 0 1 8-8H${width - 8}a8 8 0 0 1 8 8V${bar}z" fill="${colours.bar}"/>\n`,
    words(scene.file, margin, 20, colours.text),
    ...scene.lines.map((line, index) => drawLine(line, index)),
    ...faults.map((fault) => fault.text),
    drawCursor(scene),
    list.text,
  ].join("");
  return { text, width, height };
}

const baseline = (line: number): number => bar + line * row + 17;
const across = (character: number): number => gutter + character * column;

/** Text at a place; its length is given, so that every font fills the same columns. */
function words(text: string, x: number, y: number, fill: string): string {
  if (text.trim() === "") return "";
  const indent = text.length - text.trimStart().length;
  const visible = text.trim();
  const length = round(visible.length * column);
  return `<text x="${round(x + indent * column)}" y="${y}" fill="${fill}" textLength="${length}">${escapeHtml(visible)}</text>\n`;
}

/** A line of YAML: comments, keys and values in their colours. */
function drawLine(line: string, index: number): string {
  const y = baseline(index);
  const number = words(String(index + 1).padStart(2), 8, y, colours.quiet);
  if (line.trimStart().startsWith("#")) return number + words(line, gutter, y, colours.comment);
  const [, key = "", value = ""] = /^(\s*[\w.-]+:)?(.*)$/.exec(line) ?? [];
  return number + words(key, gutter, y, colours.key) + words(value, across(key.length), y, colours.value);
}

function drawCursor({ cursor }: Scene): string {
  const x = round(across(cursor.character));
  const top = bar + cursor.line * row + 3;
  return `<rect x="${x}" y="${top}" width="2" height="${row - 4}" fill="${colours.text}"/>\n`;
}

/** The list of offers below the cursor; the first is chosen, and its documentation stands beside the list. */
function drawList({ cursor, offers }: Scene): Drawn & { readonly left: number; readonly top: number } {
  const left = round(across(cursor.character));
  const top = bar + (cursor.line + 1) * row + 4;
  const [chosen] = offers;
  if (chosen === undefined) return { text: "", width: 0, height: 0, left, top };
  const width = Math.ceil(Math.max(...offers.map(({ label }) => label.length)) * column + 44);
  const paragraphs = wrap(chosen.documentation, 34);
  const pane = { width: Math.ceil(34 * column + 20), height: paragraphs.length * row + 12 };
  const height = offers.length * row + 8;
  const box = (x: number, wide: number, high: number): string =>
    `<rect x="${x}" y="${top}" width="${wide}" height="${high}" rx="3" fill="${colours.list}" stroke="${colours.border}"/>\n`;
  const text = [
    box(left, width, height),
    `<rect x="${left + 2}" y="${top + 4}" width="${width - 4}" height="${row}" rx="2" fill="${colours.chosen}"/>\n`,
    ...offers.map(({ label }, index) => {
      const y = top + 4 + index * row + 14;
      const icon = `<rect x="${left + 10}" y="${y - 9}" width="9" height="9" rx="2" fill="none" stroke="${colours.key}"/>\n`;
      return icon + words(label, left + 30, y, colours.text);
    }),
    box(left + width + 2, pane.width, pane.height),
    ...paragraphs.map((line, index) =>
      words(line, left + width + 12, top + 6 + index * row + 14, colours.text),
    ),
  ].join("");
  return { text, width: width + 2 + pane.width, height: Math.max(height, pane.height), left, top };
}

/** A wavy line, and what the editor says at the end of the line. */
function drawFault({ lines }: Scene, { message, range }: Scene["diagnostics"][number]): Drawn {
  const { start, end } = range;
  const y = baseline(start.line) + 3;
  const waves = Math.max(1, Math.round(((end.character - start.character) * column) / 6));
  const wave = `<path d="M${round(across(start.character))} ${y}${"q1.5 -3 3 0t3 0".repeat(waves)}" fill="none" stroke="${colours.fault}"/>\n`;
  const x = across((lines[start.line] ?? "").length + 3);
  return {
    text: wave + words(message, x, baseline(start.line), colours.fault),
    width: x + message.length * column,
    height: row,
  };
}

function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= width)
        lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
