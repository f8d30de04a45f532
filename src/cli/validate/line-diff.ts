import type { SourceRange } from "../../diagnostics/diagnostic.js";
import { displayLine } from "../../diagnostics/display-text.js";
import { MaskedText, secretMask } from "../../diagnostics/masked-text.js";

/** Lines around a change that are shown with it. */
const contextLines = 3;

export interface DiffedText {
  readonly text: string;
  /** What must not be shown. */
  readonly secrets: readonly SourceRange[];
}

/**
 * The difference of two texts as a unified diff, for people: secrets are hidden in it. The texts have the same number of
 * lines, because edits of keys and values add and remove none. Empty when nothing differs.
 */
export function lineDiff(file: string, before: DiffedText, after: DiffedText): string {
  const [old, now] = [shownLines(before), shownLines(after, before)];
  const [oldText, newText] = [before.text.split("\n"), after.text.split("\n")];
  const changed = new Set(oldText.flatMap((line, index) => (line === newText[index] ? [] : [index])));
  if (changed.size === 0) return "";
  const lines = [`--- ${file}`, `+++ ${file}`];
  const count = oldText.length - (before.text.endsWith("\n") ? 1 : 0);
  for (const [first, last] of hunks(changed, count)) {
    const range = `${first + 1},${last - first + 1}`;
    lines.push(`@@ -${range} +${range} @@`);
    for (let index = first; index <= last; index++) {
      if (changed.has(index)) lines.push(`-${old(index)}`, `+${now(index)}`);
      else lines.push(` ${old(index)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Stretches of lines to show, from the first to the last index; those that touch are one. */
function hunks(changed: Iterable<number>, count: number): [number, number][] {
  const found: [number, number][] = [];
  for (const index of changed) {
    const [first, last] = [Math.max(0, index - contextLines), Math.min(count - 1, index + contextLines)];
    const previous = found.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = last;
    else found.push([first, last]);
  }
  return found;
}

/** A line (from 0) as it may be printed. A text without findings knows no secrets; those of the other text then count, too. */
function shownLines({ text, secrets }: DiffedText, other?: DiffedText): (index: number) => string {
  const masked = new MaskedText(text, secrets);
  const hidden = other === undefined ? [] : secretTexts(other);
  return (index) => {
    let line = masked.line(index + 1);
    for (const secret of hidden) line = line.replaceAll(secret, secretMask);
    return displayLine(line).text;
  };
}

/** What stands at the places of the secrets, line by line; the longest first. */
function secretTexts({ text, secrets }: DiffedText): string[] {
  const lines = text.split(/\r?\n/);
  const texts = secrets.flatMap(({ line, column, endLine, endColumn }) =>
    Array.from({ length: endLine - line + 1 }, (_, index) => {
      const whole = lines[line - 1 + index] ?? "";
      const end = line + index === endLine ? endColumn - 1 : whole.length;
      return whole.slice(index === 0 ? column - 1 : 0, end).trim();
    }),
  );
  return [...new Set(texts.filter((secret) => secret !== ""))].sort((a, b) => b.length - a.length);
}
