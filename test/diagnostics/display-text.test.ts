import fc from "fast-check";
import { expect, test } from "vitest";
import { displayLine } from "../../src/diagnostics/display-text.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const pieces = [
  "a",
  "b",
  " ",
  "~",
  "e\u0301",
  "\u0301",
  "日",
  "😀",
  "👩‍👩‍👧",
  "🇩🇪",
  "\u200d",
  "ｆ",
  "नि",
  "각",
  "\ud800",
];

test("a line has the characters that people see, wherever ASCII stands between others", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (list) => {
      const line = list.join("");
      const { column, text, width } = displayLine(line);
      const seen = [...segmenter.segment(line)].map(({ index, segment }) => [
        column(index + 1),
        column(index + segment.length + 1),
      ]);
      const ends = seen.map(([, end]) => end);
      expect(seen.map(([start]) => start)).toEqual([0, ...ends.slice(0, -1)].slice(0, seen.length));
      expect(width).toBe(ends.at(-1) ?? 0);
      expect(text).toBe(line);
    }),
    { numRuns: 1_000 },
  );
});

test("a part of a line has the width that was asked for, and its characters where they were", () => {
  const column = fc.nat({ max: 14 });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 8 }),
      column,
      column,
      (list, one, other) => {
        const { text, slice, width } = displayLine(list.join(""));
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        let expected = "";
        let at = 0;
        for (const { segment } of segmenter.segment(text)) {
          const next = at + displayLine(segment).width;
          // What takes no column itself belongs to what stands before it, and is not asked for where that is not.
          if (at >= start && next <= end && at < end) expected += segment;
          else if (next > start && at < end)
            expected += " ".repeat(Math.min(next, end) - Math.max(at, start));
          at = next;
        }
        const found = slice(start, end);
        expect(withoutMarks(found)).toBe(withoutMarks(expected));
        expect(displayLine(found).width).toBe(Math.max(0, Math.min(end, width) - start));
      },
    ),
    { numRuns: 1_000 },
  );
});

/** Marks that stand alone take no column, so that a part may begin before them or after. */
const withoutMarks = (text: string): string => text.replaceAll(/(?<=^| )[\u0301\u200d]+/gu, "");

test.each([
  ["one character over and over", "x"],
  ["characters of two units", "😀"],
  ["marks on nothing", "\u0301"],
  ["a mark here and there", "abc\u0301"],
])("a long line is laid out as a short one: %s", (_, piece) => {
  const short = displayLine(piece.repeat(10)).width;
  const { column, width } = displayLine(`é${piece.repeat(30_000)}`);
  expect(width).toBe(1 + short * 3_000);
  expect(column(30_000 * piece.length + 2)).toBe(width);
});
